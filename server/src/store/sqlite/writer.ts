import { Worker } from 'node:worker_threads';
import { ReferenceMissing, StoreUnavailable } from '../store.ts';
import type { OperationInput, OperationName, OperationResult } from './operations.ts';
import type { WriteCall, WriteOutcome, WriterRequest, WriterSettings } from './write-outcome.ts';

const MAX_CALLS_PER_BATCH = 1_000;
const MAX_BYTES_PER_BATCH = 32 * 1024 * 1024;
/** Bodies that may wait in memory. */
const MAX_BYTES_WAITING = 256 * 1024 * 1024;
const RESTART_DELAY_MS = 500;
const NO_BYTES = new Uint8Array(0);

const threadFile = import.meta.url.endsWith('.ts') ? './writer-thread.ts' : './writer-thread.js';
const writerThread = new URL(threadFile, import.meta.url);

interface WriterOptions extends WriterSettings {
  /** Writes that may wait; further ones are refused at once. */
  readonly maxWaiting: number;
  /** Another thread than the real one, so that its death can be tried out. */
  readonly thread?: URL;
}

interface Pending {
  readonly call: WriteCall;
  readonly bytes: Uint8Array;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Hands writes to the writer thread, in order. What arrives while a batch is under way goes as the next one: fewer and
 * larger batches cost less than having the next one lie ready. A promise resolves after its commit; it rejects with `StoreUnavailable` when the database cannot be written, when too much waits
 * already, or when the thread died, in which case it is unknown whether the writes under way took effect.
 */
export class Writer {
  readonly #options: WriterOptions;
  #worker: Worker | undefined;
  #waiting: Pending[] = [];
  #bytesWaiting = 0;
  /** Empty while none is. */
  #underWay: readonly Pending[] = [];
  #flushScheduled = false;
  #restart: NodeJS.Timeout | undefined;
  #outcomeLostAt = 0;
  #closing: { readonly whenIdle: () => void } | undefined;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#start();
  }

  /** Writes that are not committed yet. */
  get waiting(): number {
    return this.#waiting.length + this.#underWay.length;
  }

  /** When writes under way were last lost with their thread; 0 when none were. */
  get outcomeLostAt(): number {
    return this.#outcomeLostAt;
  }

  write<Name extends OperationName>(
    name: Name,
    input: OperationInput<Name>,
    bytes: Uint8Array = NO_BYTES,
  ): Promise<OperationResult<Name>> {
    return new Promise<unknown>((resolve, reject) => {
      if (this.#closing !== undefined) throw new StoreUnavailable('The store is closed.');
      if (this.#worker === undefined) throw new StoreUnavailable('The database writer is being restarted.');
      if (
        this.#waiting.length >= this.#options.maxWaiting ||
        this.#bytesWaiting + bytes.byteLength > MAX_BYTES_WAITING
      ) {
        throw new StoreUnavailable('Too many writes wait for the database.');
      }
      this.#bytesWaiting += bytes.byteLength;
      this.#waiting.push({ call: { name, input, byteLength: bytes.byteLength }, bytes, resolve, reject });
      this.#scheduleFlush();
      // The thread answers each call with what the operation of that name returned.
    }) as Promise<OperationResult<Name>>;
  }

  /** Waits for what was given to it, then stops the thread. */
  async close(): Promise<void> {
    if (this.#closing !== undefined) return;
    const idle = new Promise<void>((resolve) => {
      this.#closing = { whenIdle: resolve };
    });
    clearTimeout(this.#restart);
    if (this.waiting > 0) await idle;
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#worker = undefined;
    const exited = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage({ kind: 'close' } satisfies WriterRequest);
    await exited;
  }

  #start(): void {
    const { file, busyTimeoutMs, thread = writerThread } = this.#options;
    const worker = new Worker(thread, {
      workerData: { file, busyTimeoutMs } satisfies WriterSettings,
      // Rows live for a batch: little room is enough, and stays with the process.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
    });
    worker.on('message', (outcomes: readonly WriteOutcome[]) => this.#settle(outcomes));
    let reason = 'it stopped';
    worker.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', () => this.#died(worker, reason));
    this.#worker = worker;
  }

  #scheduleFlush(): void {
    if (this.#flushScheduled || this.#underWay.length > 0) return;
    this.#flushScheduled = true;
    // After all requests of this turn of the event loop.
    setImmediate(() => {
      this.#flushScheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#worker === undefined || this.#waiting.length === 0 || this.#underWay.length > 0) return;
    const { count, size } = this.#nextBatch();
    const batch = this.#waiting.slice(0, count);
    this.#waiting = this.#waiting.slice(count);
    this.#bytesWaiting -= size;
    const bytes = new Uint8Array(size);
    let offset = 0;
    for (const pending of batch) {
      bytes.set(pending.bytes, offset);
      offset += pending.bytes.byteLength;
    }
    const request: WriterRequest = { kind: 'batch', calls: batch.map(({ call }) => call), bytes };
    try {
      this.#worker.postMessage(request, [bytes.buffer]);
      this.#underWay = batch;
    } catch (error) {
      // Something in it cannot be copied to a thread, which only a mistake in the store brings about.
      for (const { reject } of batch) reject(new Error('A write could not be handed to the writer.', { cause: error }));
    }
  }

  #nextBatch(): { count: number; size: number } {
    let count = 0;
    let size = 0;
    for (const { bytes } of this.#waiting) {
      if (count === MAX_CALLS_PER_BATCH || (count > 0 && size + bytes.byteLength > MAX_BYTES_PER_BATCH)) break;
      count += 1;
      size += bytes.byteLength;
    }
    return { count, size };
  }

  #settle(outcomes: readonly WriteOutcome[]): void {
    const batch = this.#underWay;
    this.#underWay = [];
    for (const [index, pending] of batch.entries()) {
      const outcome = outcomes[index];
      if (outcome?.kind === 'committed') pending.resolve(outcome.result);
      else pending.reject(errorOf(outcome));
    }
    if (this.#waiting.length > 0) this.#scheduleFlush();
    else this.#closing?.whenIdle();
  }

  #died(worker: Worker, reason: string): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const error = new StoreUnavailable(`The database writer stopped: ${reason}`);
    if (this.#underWay.length > 0) this.#outcomeLostAt = Date.now();
    const lost = [...this.#underWay, ...this.#waiting];
    this.#underWay = [];
    this.#waiting = [];
    this.#bytesWaiting = 0;
    for (const pending of lost) pending.reject(error);
    if (this.#closing !== undefined) this.#closing.whenIdle();
    else this.#restart = setTimeout(() => this.#start(), RESTART_DELAY_MS).unref();
  }
}

function errorOf(outcome: WriteOutcome | undefined): Error {
  if (outcome === undefined || outcome.kind === 'committed') return new Error('The writer lost an answer.');
  if (outcome.kind === 'unavailable') return new StoreUnavailable(outcome.message);
  if (outcome.kind === 'reference-missing') return new ReferenceMissing(outcome.message);
  return new Error(outcome.message);
}
