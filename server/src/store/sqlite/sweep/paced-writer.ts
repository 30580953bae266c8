import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OperationInput, OperationName, OperationResult } from '../operations.ts';
import { pause } from '../pause.ts';
import type { Writer } from '../writer.ts';

/** After a write it rests for so many times as long as that took, so that most of the time is left for other writes. */
const RESTS = 3;
const SHORTEST_REST_MS = 2;

/** Writes with rests in between, until it is told to stop. */
export class PacedWriter {
  readonly #writer: Writer;
  readonly #signal: AbortSignal;
  readonly #whenAllowed: () => Promise<unknown>;

  /** @param whenAllowed waited for before each write */
  constructor(writer: Writer, signal: AbortSignal, whenAllowed: () => Promise<unknown>) {
    this.#writer = writer;
    this.#signal = signal;
    this.#whenAllowed = whenAllowed;
  }

  get isStopped(): boolean {
    return this.#signal.aborted;
  }

  async write<Name extends OperationName>(name: Name, input: OperationInput<Name>): Promise<OperationResult<Name>> {
    await this.#whenAllowed();
    const startedAt = performance.now();
    const result = await this.#writer.write(name, input);
    // What others had to be written meanwhile counts, too: the more there is, the longer it rests.
    await pause(Math.max(SHORTEST_REST_MS, RESTS * (performance.now() - startedAt)), this.#signal);
    return result;
  }

  /** To be called between two reads: lets whatever waits for the event loop go first. */
  async rest(): Promise<void> {
    await nextTurn();
  }
}
