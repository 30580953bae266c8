import type { CancelSignal } from '../sandbox/sandbox.ts';

/**
 * Says that an execution is stopped. An AbortSignal would do the same; one for each execution, with a listener for each
 * script, took a third of the throughput.
 */
export class ExecutionSignal implements CancelSignal {
  #listeners: (() => void)[] | undefined;
  #isAborted = false;

  get aborted(): boolean {
    return this.#isAborted;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    if (this.#isAborted) return;
    this.#listeners ??= [];
    this.#listeners.push(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    const at = this.#listeners?.indexOf(listener) ?? -1;
    if (at !== -1) this.#listeners?.splice(at, 1);
  }

  /** Tells each listener once. */
  abort(): void {
    if (this.#isAborted) return;
    this.#isAborted = true;
    for (const listener of this.#listeners?.splice(0) ?? []) listener();
  }
}
