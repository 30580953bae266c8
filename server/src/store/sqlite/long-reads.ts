import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { BackupRefused, type StoreContents } from '../retention-store.ts';
import { StoreUnavailable } from '../store.ts';

/** What the thread is to do. */
export type LongRead =
  | { readonly kind: 'measure'; readonly database: string }
  | { readonly kind: 'back-up'; readonly database: string; readonly into: string };

export type LongReadOutcome =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'refused' | 'failed'; readonly message: string };

const threadFile = import.meta.url.endsWith('.ts') ? './long-read-thread.ts' : './long-read-thread.js';
const longReadThread = new URL(threadFile, import.meta.url);

/** Reads that take long, each in a thread of its own, so that neither the event loop nor the writer waits for them. */
export class LongReads {
  readonly #database: string;
  readonly #underWay = new Set<Promise<unknown>>();
  #backup: Promise<unknown> | undefined;
  #measured: Promise<StoreContents> | undefined;
  #isClosed = false;

  constructor(database: string) {
    this.#database = database;
  }

  /** Settles when no backup is being written. Never rejects. */
  get backedUp(): Promise<unknown> {
    return this.#backup ?? Promise.resolve();
  }

  /** Those who ask while it counts get the same answer. */
  measure(): Promise<StoreContents> {
    this.#measured ??= this.#run<StoreContents>({ kind: 'measure', database: this.#database }).finally(() => {
      this.#measured = undefined;
    });
    return this.#measured;
  }

  async backUp(into: string): Promise<{ sizeBytes: number }> {
    if (this.#backup !== undefined) {
      throw new BackupRefused('Another backup is being written: try again when it is done.');
    }
    const backup = this.#run<{ sizeBytes: number }>({ kind: 'back-up', database: this.#database, into });
    this.#backup = backup.catch(() => undefined);
    try {
      return await backup;
    } finally {
      this.#backup = undefined;
    }
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.allSettled(this.#underWay);
  }

  async #run<Result>(workerData: LongRead): Promise<Result> {
    if (this.#isClosed) throw new StoreUnavailable('The store is closed.');
    const done = runThread(workerData);
    this.#underWay.add(done);
    try {
      // The thread answers with what belongs to the kind of read.
      return (await done) as Result;
    } finally {
      this.#underWay.delete(done);
    }
  }
}

async function runThread(workerData: LongRead): Promise<unknown> {
  const worker = new Worker(longReadThread, { workerData });
  const exited = once(worker, 'exit').catch(() => undefined);
  try {
    const outcome = await outcomeOf(worker);
    if (outcome.kind === 'done') return outcome.result;
    if (outcome.kind === 'refused') throw new BackupRefused(outcome.message);
    throw new StoreUnavailable(outcome.message);
  } finally {
    await exited;
  }
}

async function outcomeOf(worker: Worker): Promise<LongReadOutcome> {
  try {
    const [outcome]: LongReadOutcome[] = await once(worker, 'message');
    return outcome ?? { kind: 'failed', message: 'The thread gave no answer.' };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
