const last = new WeakMap<object, Promise<unknown>>();

/** Runs what shares something one after the other, in the order of the calls, however each of them ends. */
export function inTurn<Result>(shared: object, run: () => Promise<Result>): Promise<Result> {
  const before = last.get(shared);
  const turn = before === undefined ? run() : before.then(run, run);
  last.set(shared, turn);
  return turn;
}
