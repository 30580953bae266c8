/**
 * What comes and goes all the time, each under a number of its own while it is in. A Map would do the same, but each of
 * its outgrown tables refers to the next one: once one of them is old, everything that passes through lives until the
 * next full collection, which cost a fifth of the processor time under load.
 */
export class Slots<Item extends object> {
  readonly #items: (Item | undefined)[] = [];
  readonly #free: number[] = [];

  /** Returns the number to remove it by. */
  add(item: Item): number {
    const slot = this.#free.pop() ?? this.#items.length;
    this.#items[slot] = item;
    return slot;
  }

  /** Its number may be given to another item afterwards. */
  remove(slot: number): void {
    if (this.#items[slot] === undefined) return;
    this.#items[slot] = undefined;
    this.#free.push(slot);
  }

  *[Symbol.iterator](): Generator<Item> {
    for (const item of this.#items) if (item !== undefined) yield item;
  }
}
