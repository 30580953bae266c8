import type { Claim, FinishedExecution, ParkedExecution, StepRecord } from '../store/store.ts';
import type { RunParts } from './run-parts.ts';
import { untilWritten } from './until-written.ts';

/**
 * Writes about one execution, one after the other, so that what happened first is never missing while what came later
 * is there. A write resolves to false once somebody else owns the execution, or the engine closed before it was written;
 * after that nothing more is written.
 */
export class ExecutionWriter {
  readonly #parts: RunParts;
  readonly #claim: Claim;
  /** Undefined while nothing was written. */
  #last: Promise<boolean> | undefined;

  constructor(parts: RunParts, claim: Claim) {
    this.#parts = parts;
    this.#claim = claim;
  }

  step(record: StepRecord, executionStatus: 'running' | 'waiting'): Promise<boolean> {
    return this.#enqueue(() => this.#parts.store.writeStep(this.#claim, record, executionStatus));
  }

  park(parked: ParkedExecution): Promise<boolean> {
    return this.#enqueue(() => this.#parts.store.parkExecution(this.#claim, parked));
  }

  finish(end: FinishedExecution): Promise<boolean> {
    return this.#enqueue(
      () => this.#parts.store.finishExecution(this.#claim, end),
      // What was to be written cannot be, today or ever; that it ended, and why nobody can see how, still can.
      () => this.#parts.store.finishExecution(this.#claim, unrecordable(end)),
    );
  }

  #enqueue(write: () => Promise<boolean>, instead?: () => Promise<boolean>): Promise<boolean> {
    const begun = this.#last === undefined ? write() : this.#last.then((isOwned) => isOwned && write());
    // Nearly every write succeeds at once, so what it takes to try again is set up only for those that do not.
    this.#last = begun.catch(() => this.#insist(write, instead));
    return this.#last;
  }

  async #insist(write: () => Promise<boolean>, instead?: () => Promise<boolean>): Promise<boolean> {
    const { closing } = this.#parts;
    try {
      return await untilWritten(write, closing);
    } catch (error) {
      if (closing.aborted) return false;
      this.#report(error);
      return instead ? await this.#insist(instead) : false;
    }
  }

  #report(error: unknown): void {
    this.#parts.log?.error({ err: error, executionId: this.#claim.executionId }, 'An execution could not be recorded.');
  }
}

const unrecordable = (end: FinishedExecution): FinishedExecution => ({
  status: 'failed',
  output: { kind: 'none' },
  error: {
    code: 'unrecordable',
    message: `The execution ended as ${end.status}, but its steps could not be recorded.`,
  },
  finishedAt: end.finishedAt,
  steps: [],
});
