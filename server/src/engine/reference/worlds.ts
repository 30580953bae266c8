/** Chooses one of several things that may happen; which one depends on nothing but who was faster. */
export type Choose = <Option>(options: readonly Option[]) => Option;

/** Thrown where so much depends on who was faster that the worlds cannot be listed. */
export class TooManyWorlds extends Error {
  override readonly name = 'TooManyWorlds';
}

/** Everything that may come of it, one for each way to choose. @throws TooManyWorlds */
export function everyWorld<World>(interpret: (choose: Choose) => World, most: number): World[] {
  const worlds: World[] = [];
  /** What to choose, by how many choices were before; each is raised until it comes to its end. */
  let taken: number[] = [];
  for (;;) {
    const sizes: number[] = [];
    const choose: Choose = (options) => {
      const at = sizes.push(options.length) - 1;
      const option = options[taken[at] ?? 0];
      if (option === undefined) throw new Error('There is nothing to choose from.');
      return option;
    };
    worlds.push(interpret(choose));
    if (worlds.length > most) throw new TooManyWorlds();
    const next = sizes.map((_, at) => taken[at] ?? 0);
    while (next.length > 0 && (next.at(-1) ?? 0) + 1 >= (sizes[next.length - 1] ?? 0)) next.pop();
    const last = next.pop();
    if (last === undefined) return worlds;
    taken = [...next, last + 1];
  }
}
