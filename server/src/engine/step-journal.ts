import type { FinishedExecution, StepRecord } from '../store/store.ts';
import type { ExecutionWriter } from './execution-writer.ts';
import type { StepState } from './step-state.ts';

/** The steps of one execution, in the order in which they were reached, and what of them is written when. */
export class StepJournal {
  readonly #steps: StepState[] = [];
  /** Those whose end is to be written as soon as it is known. Few, however many steps there are. */
  #toWrite: StepState[] = [];
  readonly #writer: ExecutionWriter;
  readonly #onLost: () => void;

  /** @param onLost called when somebody else owns the execution */
  constructor(writer: ExecutionWriter, onLost: () => void) {
    this.#writer = writer;
    this.#onLost = onLost;
  }

  get steps(): readonly StepState[] {
    return this.#steps;
  }

  get waiting(): readonly StepState[] {
    return this.#steps.filter(({ status }) => status === 'waiting');
  }

  add(step: StepState): void {
    this.#steps.push(step);
    if (step.isKept) this.#toWrite.push(step);
  }

  /** That an effect is about to start. False: somebody else owns the execution. Never rejects. */
  begin(step: StepState): Promise<boolean> {
    this.writeEnded();
    return this.#writer.step(step.record, 'running');
  }

  /** What a container is about to run its nodes over, before any of them does what must not be done twice. */
  beginRounds(step: StepState, items: readonly unknown[]): void {
    step.output = { kind: 'json', json: JSON.stringify(items) };
    this.writeEnded();
    this.#write(step, 'running');
  }

  /** Before anything else starts outside, and before going on without it, an effect that ended is written. */
  writeEnded(): void {
    if (this.#toWrite.length === 0) return;
    for (const step of this.#toWrite) {
      if (step.finishedAt === null || step.isWritten) continue;
      step.isWritten = true;
      this.#write(step, 'running');
    }
    this.#toWrite = this.#toWrite.filter(({ isWritten }) => !isWritten);
  }

  /** What waits goes on at the same time after a crash. */
  writeWaiting(): void {
    const isRunning = this.#steps.some(({ isBusy }) => isBusy);
    for (const step of this.waiting) {
      if (step.isWaitWritten || !step.isKept) continue;
      step.isWaitWritten = true;
      this.#write(step, isRunning ? 'running' : 'waiting');
    }
  }

  /** Also what has no effects is written: the clock that it may have read goes on meanwhile. Never rejects. */
  park(wakeAt: number | null): Promise<boolean> {
    const steps = this.#steps.filter(({ isWritten, status }) => !isWritten && status !== 'skipped');
    return this.#writer.park({ wakeAt, steps: steps.map(({ record }) => record) });
  }

  /** With the steps that are not written yet, and those that a former owner left open. Never rejects. */
  finish(end: Omit<FinishedExecution, 'steps'>, left: readonly StepRecord[]): Promise<boolean> {
    const steps = this.#steps.filter(({ isWritten }) => !isWritten);
    return this.#writer.finish({ ...end, steps: [...steps.map(({ record }) => record), ...left] });
  }

  #write(step: StepState, status: 'running' | 'waiting'): void {
    void this.#writer.step(step.record, status).then((isOwned) => {
      if (!isOwned) this.#onLost();
    });
  }
}
