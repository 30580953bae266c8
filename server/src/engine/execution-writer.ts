import { stepKey } from '../store/step-key.ts';
import type { Claim, FinishedExecution, ParkedExecution, StepRecord } from '../store/store.ts';
import type { ExecutionWork } from './engine.ts';
import { followUpOf } from './follow-up-of.ts';
import type { RunParts } from './run-parts.ts';
import { untilWritten } from './until-written.ts';

/**
 * Writes about one execution, one after the other, so that what happened first is never missing while what came later
 * is there. A write resolves to false once somebody else owns the execution, or the engine closed before it was written;
 * after that nothing more is written.
 */
export class ExecutionWriter {
  readonly #parts: RunParts;
  readonly #work: ExecutionWork;
  readonly #claim: Claim;
  /** The steps that were written before the end, as they were written last. */
  readonly #written: StepRecord[] = [];
  /** Undefined while nothing was written. */
  #last: Promise<boolean> | undefined;

  constructor(parts: RunParts, work: ExecutionWork) {
    this.#parts = parts;
    this.#work = work;
    this.#claim = { executionId: work.id, epoch: work.epoch };
  }

  step(record: StepRecord, executionStatus: 'running' | 'waiting'): Promise<boolean> {
    this.#written.push(record);
    return this.#enqueue(() => this.#parts.store.writeStep(this.#claim, record, executionStatus));
  }

  park(parked: ParkedExecution): Promise<boolean> {
    return this.#enqueue(() => this.#parts.store.parkExecution(this.#claim, parked));
  }

  /** Ends it, and keeps what its workflow wants done about a failure. */
  finish(ended: FinishedExecution): Promise<boolean> {
    const end = this.#withFollowUp(ended);
    return this.#enqueue(
      () => this.#parts.store.finishExecution(this.#claim, end),
      // What was to be written cannot be, today or ever; that it ended, and why nobody can see how, still can.
      () => this.#parts.store.finishExecution(this.#claim, unrecordable(end)),
    );
  }

  #withFollowUp(end: FinishedExecution): FinishedExecution {
    if (end.status !== 'failed') return end;
    const all = [...this.#work.steps, ...this.#written, ...end.steps];
    const steps = [...new Map(all.map((record) => [stepKey(record.nodeId, record.round), record])).values()];
    return { ...end, followUp: followUpOf(this.#work, { ...end, steps }) };
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
    message: `The execution ended as ${end.status}, but its steps could not be recorded. The log of the server says why; replay it once that is mended.`,
  },
  finishedAt: end.finishedAt,
  steps: [],
});
