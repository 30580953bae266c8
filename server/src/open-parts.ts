import type { Log } from './log.ts';

/** What is open, so that it can be closed in reverse order: nothing is taken away from a part that still uses it. */
export class OpenParts {
  readonly #log: Log;
  readonly #parts: { readonly name: string; close(): unknown }[] = [];

  constructor(log: Log) {
    this.#log = log;
  }

  /** Takes charge of closing a part. */
  add(name: string, close: () => unknown): void {
    this.#parts.push({ name, close });
  }

  /** Closes everything; a part that fails to close keeps none of the others open. */
  async close(): Promise<void> {
    for (let part = this.#parts.pop(); part; part = this.#parts.pop()) {
      try {
        await part.close();
      } catch (error) {
        this.#log.error({ err: error, part: part.name }, 'A part did not close.');
      }
    }
  }
}
