/** Hands on what is told later in the order in which it was asked for, for each key by itself. */
export class InSequence {
  readonly #last = new Map<string, Promise<unknown>>();

  /** The value, once it is told and all that was asked for before it is handed on. */
  async after<T>(key: string, value: Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    // Whoever asked hears of it below, however long it has to wait.
    value.catch(() => undefined);
    const own = before === undefined ? value : Promise.allSettled([before]).then(() => value);
    this.#last.set(key, own);
    try {
      return await own;
    } finally {
      if (this.#last.get(key) === own) this.#last.delete(key);
    }
  }
}
