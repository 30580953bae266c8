import {
  createSandbox,
  type Sandbox,
  type SandboxCall,
  type SandboxOptions,
  type SandboxResult,
} from './sandbox/sandbox.ts';

/** The sandbox, whose first thread starts when it is asked for, or when something needs it. */
export class DeferredSandbox implements Sandbox {
  readonly #options: SandboxOptions;
  #sandbox: Sandbox | undefined;
  #closed = false;

  constructor(options: SandboxOptions) {
    this.#options = options;
  }

  /** Starts the first thread, so that the first script need not wait for it. */
  start(): void {
    if (!this.#closed) this.#sandbox ??= createSandbox(this.#options);
  }

  async run(call: SandboxCall): Promise<SandboxResult> {
    this.start();
    return this.#sandbox ? this.#sandbox.run(call) : { kind: 'cancelled' };
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#sandbox?.close();
  }
}
