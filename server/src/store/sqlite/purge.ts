import { pause } from './pause.ts';
import type { Writer } from './writer.ts';

/** So long a caller waits for the end of a purge; a longer one goes on by itself. */
const PATIENCE_MS = 1_000;
/** After a step that the database refused. */
const RETRY_MS = 5_000;

/** Removes what deleted workflows left, in small steps that let other writes go between. */
export class Purge {
  readonly #writer: Writer;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #again = false;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  /** Resolves when everything is removed, or after a second. Never rejects. */
  async start(): Promise<void> {
    this.#again = true;
    this.#running ??= this.#run();
    const patience = new AbortController();
    await Promise.race([this.#running, pause(PATIENCE_MS, patience.signal)]);
    patience.abort();
  }

  /** Stops between two steps; the next start of the store goes on. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#again && !this.#stop.signal.aborted) {
      this.#again = false;
      let done = false;
      while (!done && !this.#stop.signal.aborted) done = await this.#step();
    }
    this.#running = undefined;
  }

  async #step(): Promise<boolean> {
    try {
      return await this.#writer.write('purgeWorkflow', null);
    } catch {
      // Whatever is wrong is told to those who write for a reason of their own; here it only takes longer.
      await pause(RETRY_MS, this.#stop.signal);
      return false;
    }
  }
}
