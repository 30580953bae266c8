/** The headers of a request with every repetition kept apart, since proxies and Node disagree on which one wins. */
export class HeaderBag {
  readonly #values = new Map<string, string[]>();

  /** @param rawHeaders Names and values in turn, as `IncomingMessage.rawHeaders`. */
  constructor(rawHeaders: readonly string[]) {
    for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
      const name = (rawHeaders[index] ?? '').toLowerCase();
      const value = rawHeaders[index + 1] ?? '';
      const values = this.#values.get(name);
      if (values) values.push(value);
      else this.#values.set(name, [value]);
    }
  }

  /** How often the header came. */
  count(name: string): number {
    return this.#values.get(name.toLowerCase())?.length ?? 0;
  }

  /** The value of a header that came exactly once. */
  only(name: string): string | undefined {
    const values = this.#values.get(name.toLowerCase());
    return values?.length === 1 ? values[0] : undefined;
  }
}
