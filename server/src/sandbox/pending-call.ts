import type { SandboxCall, SandboxResult } from './sandbox.ts';

/** A call and the promise of its result, which is settled once. */
export class PendingCall {
  readonly call: SandboxCall;
  readonly result: Promise<SandboxResult>;
  readonly #resolve: (result: SandboxResult) => void;
  readonly #onAbort: () => void;
  #isSettled = false;

  /** @param onCancel called once if the call's signal aborts; the result is `cancelled` by then */
  constructor(call: SandboxCall, onCancel: (pending: PendingCall) => void) {
    this.call = call;
    const { promise, resolve } = Promise.withResolvers<SandboxResult>();
    this.result = promise;
    this.#resolve = resolve;
    this.#onAbort = () => {
      this.settle({ kind: 'cancelled' });
      onCancel(this);
    };
    call.signal?.addEventListener('abort', this.#onAbort);
  }

  get isSettled(): boolean {
    return this.#isSettled;
  }

  /** The first result counts. */
  settle(result: SandboxResult): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.call.signal?.removeEventListener('abort', this.#onAbort);
    this.#resolve(result);
  }
}
