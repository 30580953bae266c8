import type { NodeResult } from '../nodes/implement.ts';
import type { StepWait } from '../store/store.ts';
import type { ExecutionWork } from './engine.ts';
import { restOf } from './rest-of.ts';
import type { StepJournal } from './step-journal.ts';
import type { StepState } from './step-state.ts';
import { parseOutput } from './step-value.ts';

/** Longer than that a process holds no execution, and a timer cannot be, in milliseconds. */
const MAX_TIMER_MS = 2_147_483_647;

/** What the waits of an execution make it do. */
export interface WaitingRun {
  /** Of `performance.now()`. */
  readonly senderLeavesAt: number;
  announce(step: StepState): void;
  begin(step: StepState): void;
  /** It was sent what it waits for. */
  resumed(step: StepState, signal: unknown): void;
  /** Its time has come. */
  complete(step: StepState, result: NodeResult): void;
  /** Whether it does nothing but wait, and is kept only for its sender. */
  idle(isIdle: boolean): void;
  /** Nothing of the execution is needed before then. */
  park(wakeAt: number | null): void;
}

/** What of one execution waits: for the next attempt, for a time, for a signal. */
export class ExecutionWaits {
  readonly #run: WaitingRun;
  readonly #journal: StepJournal;
  /** JSON text of what nodes were sent. */
  readonly #signals: Map<string, string>;
  #hasWaited = false;
  #isStopped = false;
  #hasMissedSignal = false;
  #isWaking = false;
  #isIdle = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(run: WaitingRun, journal: StepJournal, signals: ExecutionWork['signals']) {
    this.#run = run;
    this.#journal = journal;
    this.#signals = new Map(signals?.map(({ stepKey, output }) => [stepKey, output]));
  }

  get awaitsSignal(): boolean {
    return this.#journal.waiting.some(({ wait }) => wait !== undefined);
  }

  /** A signal came when nothing went on by itself any more; whoever takes the execution up next finds it. */
  get hasMissedSignal(): boolean {
    return this.#hasMissedSignal;
  }

  /** Gives a step what it waits for, as JSON text; one that is not reached yet finds it there. The first one counts. */
  signal(stepKey: string, output: string): void {
    if (this.#isStopped) this.#hasMissedSignal = true;
    if (this.#isStopped || this.#signals.has(stepKey)) return;
    this.#signals.set(stepKey, output);
    const step = this.#journal.waiting.find(({ key }) => key === stepKey);
    if (step) this.#end(step);
  }

  /** Until its time, or a signal. */
  await(step: StepState, { until, port }: StepWait): void {
    step.wait = { until, port };
    const isDue = until !== null && until <= Date.now();
    if (isDue || this.#signals.has(step.key)) this.#end(step);
    else this.until(step, until);
  }

  /** Until the next attempt. */
  until(step: StepState, wakeAt: number | null): void {
    step.status = 'waiting';
    step.wakeAt = wakeAt;
    step.isWaitWritten = false;
    this.#hasWaited = true;
    this.#run.announce(step);
    const ms = wakeAt === null ? Number.POSITIVE_INFINITY : Math.max(0, wakeAt - Date.now());
    if (ms > MAX_TIMER_MS) return;
    step.wakeTimer = setTimeout(() => this.#wake(step), ms);
  }

  /** To be called when nothing can be done at once: writes what waits, or lets go of all of it. */
  rest(): void {
    if (!this.#hasWaited || this.#isWaking) return;
    this.#wakeDue();
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    const senderLeavesInMs = this.#run.senderLeavesAt - performance.now();
    const rest = restOf(this.#journal.steps, { now: Date.now(), senderLeavesInMs });
    if (rest.kind === 'park') {
      this.#run.park(rest.wakeAt);
      return;
    }
    this.#setIdle(rest.kind === 'stay-for-sender');
    if (rest.lookAgainInMs !== null) this.#timer = setTimeout(() => this.rest(), rest.lookAgainInMs);
    this.#journal.writeWaiting();
  }

  /** No step goes on by itself any more. */
  stop(): void {
    this.#isStopped = true;
    this.#setIdle(false);
    clearTimeout(this.#timer);
    for (const step of this.#journal.waiting) clearTimeout(step.wakeTimer);
  }

  /** Timers know nothing of a clock that was set, or of the time that a machine slept. */
  #wakeDue(): void {
    const now = Date.now();
    this.#isWaking = true;
    for (const step of this.#journal.waiting) {
      const isDue = step.status === 'waiting' && step.wakeAt !== null && step.wakeAt <= now;
      if (isDue && !this.#isStopped) this.#wake(step);
    }
    this.#isWaking = false;
  }

  #setIdle(isIdle: boolean): void {
    if (this.#isIdle === isIdle) return;
    this.#isIdle = isIdle;
    this.#run.idle(isIdle);
  }

  #wake(step: StepState): void {
    clearTimeout(step.wakeTimer);
    this.#setIdle(false);
    if (step.wait) this.#end(step);
    else this.#run.begin(step);
  }

  #end(step: StepState): void {
    clearTimeout(step.wakeTimer);
    this.#setIdle(false);
    const sent = this.#signals.get(step.key);
    if (sent !== undefined) this.#run.resumed(step, parseOutput(sent));
    else this.#run.complete(step, { kind: 'pass', port: step.wait?.port ?? 'out' });
  }
}
