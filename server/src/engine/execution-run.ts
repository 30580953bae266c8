import type { SenderResponse } from '../nodes/implement.ts';
import { stepKey } from '../store/step-key.ts';
import type { Claim, StepRecord } from '../store/store.ts';
import type { ExecutionEnd, ExecutionWork, RunningExecution } from './engine.ts';
import { executionEnd } from './execution-end.ts';
import { ExecutionEvents } from './execution-events.ts';
import { ExecutionScope } from './execution-scope.ts';
import { ExecutionSignal } from './execution-signal.ts';
import { ExecutionSize } from './execution-size.ts';
import { ExecutionWaits, type WaitingRun } from './execution-waits.ts';
import { ExecutionWriter } from './execution-writer.ts';
import { Frame, type FrameEnd, type FrameRun } from './frame.ts';
import { inputOf, namedOutputs } from './input-of.ts';
import { leftBehind } from './left-behind.ts';
import type { Plan } from './plan.ts';
import { recordedEnding, recordedOutput } from './recorded-step.ts';
import { Redactor } from './redactor.ts';
import { recordedItems, roundEnd, roundFailure } from './round-end.ts';
import { Rounds, type RoundsEnd, type RoundsWork } from './rounds.ts';
import type { RunParts } from './run-parts.ts';
import type { Ending } from './scheduler.ts';
import { SenderAnswer } from './sender-answer.ts';
import { StepJournal } from './step-journal.ts';
import { type StepOwner, StepRunner } from './step-runner.ts';
import { StepState } from './step-state.ts';
import { StepValue } from './step-value.ts';

/** Why an execution was stopped before its graph was done. */
export type StopReason = 'cancelled' | 'out-of-time';

interface RunEvents {
  readonly onSettled: () => void;
  readonly onIdle: (isIdle: boolean) => void;
}

const NO_STEPS: ReadonlyMap<string, StepRecord> = new Map();

/**
 * Drives one execution: does what its frames say, tells them what came of it, and writes what has to be kept.
 * `onSettled` is called once, when nothing of it is left to do; `onIdle` whenever it begins or ceases to do nothing but
 * wait.
 */
export class ExecutionRun implements RunningExecution, StepOwner, FrameRun {
  readonly id: string;
  readonly finished: Promise<ExecutionEnd | undefined>;
  /** Of a clock that nobody sets, in milliseconds: what is said to run too long must not depend on the wall clock. */
  readonly startedAt = performance.now();
  readonly claim: Claim;
  readonly workflowId: string;
  readonly signal = new ExecutionSignal();
  readonly redactor = new Redactor();
  readonly parts: RunParts;
  readonly #plan: Plan;
  /** The graph itself; each round of a container has one of its own. */
  readonly #root: Frame;
  readonly #journal: StepJournal;
  readonly #events: ExecutionEvents;
  readonly #answer: SenderAnswer;
  readonly #body: StepValue;
  readonly #prior: ReadonlyMap<string, StepRecord>;
  readonly waits: ExecutionWaits;
  readonly #runner: StepRunner;
  readonly #size = new ExecutionSize();
  readonly #onSettled: () => void;
  readonly #resolveFinished: (end: ExecutionEnd | undefined) => void;
  /** Frames that do what can be done at once. */
  #following = 0;
  isOver = false;
  isEnding = false;
  #stopped: StopReason | undefined;

  constructor(parts: RunParts, work: ExecutionWork, plan: Plan, body: unknown, { onSettled, onIdle }: RunEvents) {
    this.id = work.id;
    this.workflowId = work.workflowId;
    this.claim = { executionId: work.id, epoch: work.epoch };
    this.parts = parts;
    this.#plan = plan;
    this.#onSettled = onSettled;
    this.#body = StepValue.ofBody(body);
    const scope = new ExecutionScope(plan, work, body, parts.resumeUrlOf);
    this.#root = new Frame(plan.root, { scope, round: null }, this, (end) => this.#finish(end));
    this.#journal = new StepJournal(new ExecutionWriter(parts, work), () => this.handOver());
    this.#events = new ExecutionEvents(parts.live, work);
    this.#answer = new SenderAnswer(plan);
    this.#runner = new StepRunner(this, this.#journal, this.#events, this.#size);
    this.#prior =
      work.steps.length === 0
        ? NO_STEPS
        : new Map(work.steps.map((record) => [stepKey(record.nodeId, record.round), record]));
    const waiting: WaitingRun = {
      senderLeavesAt: this.startedAt + plan.senderWaitMs,
      announce: (step) => this.#events.step(step),
      begin: (step) => this.#runner.begin(step),
      resumed: (step, signal) => this.#runner.resumed(step, signal),
      complete: (step, result) => this.#runner.complete(step, undefined, result),
      idle: onIdle,
      park: (wakeAt) => this.#park(wakeAt),
    };
    this.waits = new ExecutionWaits(waiting, this.#journal, work.signals);
    ({ promise: this.finished, resolve: this.#resolveFinished } = Promise.withResolvers<ExecutionEnd | undefined>());
  }

  get isStopped(): boolean {
    return this.#stopped !== undefined;
  }

  get response(): Promise<SenderResponse | null> {
    return this.#answer.promise;
  }

  respond(response: SenderResponse): boolean {
    return this.#answer.give(response);
  }

  start(): void {
    this.#events.execution('running', null, null);
    this.#root.start();
  }

  /** Ends it as cancelled or out of time, as soon as what runs has stopped. */
  stop(reason: StopReason): void {
    if (this.isOver || this.#stopped) return;
    this.#stopped = reason;
    this.isEnding = true;
    this.#root.halt();
    this.#haltRounds();
    this.signal.abort();
    this.#cancelWaiting();
  }

  /** Leaves it as it is written, for another owner. */
  handOver(): void {
    if (this.isOver) return;
    this.signal.abort();
    this.#leave();
    this.#onSettled();
  }

  entered(): void {
    this.#following++;
  }

  drained(): void {
    this.#following--;
    if (this.isOver || this.#following > 0) return;
    this.#journal.writeEnded();
    this.rest();
  }

  runNode(frame: Frame, number: number, from: readonly number[]): void {
    const node = this.#plan.nodes[number];
    if (!node || this.isOver) return;
    const step = new StepState(node, frame);
    this.#journal.add(step);
    step.from = from;
    step.input = node.isStart ? this.#body : inputOf(this.#plan, frame.scope, node, from);
    const prior = this.#prior.get(step.key);
    const ending = prior && recordedEnding(prior);
    const excess = this.#size.addInput(step);
    step.startedAt = Date.now();
    if (prior && ending) this.#adopt(step, prior, ending);
    else if (excess) this.#runner.fail(step, undefined, excess);
    else if (node.isStart || node.settings.disabled)
      this.#runner.complete(step, undefined, { kind: 'pass', port: node.mainPort });
    else if (prior && (this.isEnding || frame.isEnding)) this.#runner.cancel(step.resume(prior));
    else if (prior && node.effect === 'external') this.#resume(step, prior);
    else if (prior?.wait) this.waits.await(step.resume(prior), prior.wait);
    else this.#runner.begin(step);
  }

  #resume(step: StepState, prior: StepRecord): void {
    step.resume(prior);
    const retryAt = Date.parse(step.attempts.at(-1)?.retryAt ?? '');
    if (prior.status === 'waiting' && retryAt > Date.now()) this.waits.until(step, retryAt);
    else this.#runner.begin(step);
  }

  #adopt(step: StepState, prior: StepRecord, ending: Ending): void {
    const { scope } = step.frame;
    const recorded = { plan: this.#plan, scope, body: this.#body };
    scope.outputs[step.node.index] = recordedOutput(prior, recorded);
    step.isWritten = true;
    step.status = prior.status;
    step.error = prior.error;
    this.end(step, ending);
  }

  skipNode(frame: Frame, number: number): void {
    const node = this.#plan.nodes[number];
    // What each of many rounds left out is seen by what it did.
    if (!node || this.isOver || frame.round !== null) return;
    this.#answer.passed(node);
    // A former owner came to it: what it did there is not to be forgotten.
    if (this.#prior.get(node.id)?.reused === false) return;
    const step = new StepState(node, frame);
    step.status = 'skipped';
    this.#journal.add(step);
    this.#events.step(step);
  }

  rest(): void {
    if (this.#following === 0 && !this.isEnding && !this.isOver) this.waits.rest();
  }

  #park(wakeAt: number | null): void {
    this.#leave();
    void this.#journal.park(wakeAt).then((isOwned) => {
      if (isOwned) this.#events.execution('waiting', null, null);
      this.#onSettled();
      // A signal that came before it was parked has queued it, and had nothing to wake.
      if (this.waits.hasMissedSignal) this.parts.wake();
    });
  }

  /** Nothing more happens to it here. */
  #leave(): void {
    this.isOver = true;
    this.waits.stop();
    this.#answer.giveUp();
    this.#resolveFinished(undefined);
  }

  #cancelWaiting(frame?: Frame): void {
    for (const step of this.#journal.waiting) {
      // Each that is cancelled has the others cancelled, too: none may end twice.
      if (step.status === 'waiting' && (!frame || step.frame === frame)) this.#runner.cancel(step);
    }
  }

  startRounds(step: StepState, { items, concurrency, onItemError }: RoundsWork): void {
    const section = this.#plan.sections.get(step.node.index);
    const work = { items: recordedItems(this.#prior.get(step.key)) ?? items, concurrency, onItemError };
    if (section?.isKept) this.#journal.beginRounds(step, work.items);
    const begin = (rounds: Rounds, round: number, item: StepValue): Frame => {
      const at = { scope: step.frame.scope.forRound(round, item), round };
      const frame: Frame = new Frame(section ?? this.#plan.root, at, this, (end) =>
        rounds.ended(frame, roundEnd(end, frame, this.#plan)),
      );
      return frame;
    };
    step.rounds = new Rounds(work, begin, (end) => this.#endRounds(step, end));
    step.rounds.pump();
  }

  #endRounds(step: StepState, end: RoundsEnd): void {
    if (end.kind === 'values')
      this.#runner.complete(step, undefined, { kind: 'output', port: 'out', value: end.values });
    else if (end.kind === 'halted') this.#runner.cancel(step);
    else this.#runner.fail(step, undefined, roundFailure(step.node, end));
  }

  #haltRounds(): void {
    for (const { rounds, finishedAt } of this.#journal.steps) if (finishedAt === null) rounds?.halt();
  }

  end(step: StepState, ending: Ending): void {
    if (this.isOver) return;
    const { node } = step;
    if (!step.isWritten) {
      step.ports = ending.kind === 'left' ? ending.ports : [];
      step.finishedAt = Date.now();
      this.#events.step(step);
    }
    const isLast = ending.kind === 'failed' || ending.kind === 'finished';
    const { frame } = step;
    const isWhole = frame === this.#root;
    if (isLast) {
      frame.isEnding = true;
      frame.failure ??= step.error;
      if (isWhole) this.isEnding = true;
      if (isWhole) this.#haltRounds();
    }
    this.#answer.passed(node);
    frame.ended(node.index, ending);
    if (isLast) this.#cancelWaiting(isWhole ? undefined : frame);
  }

  #finish({ outcome, ends }: FrameEnd): void {
    this.isOver = true;
    this.waits.stop();
    const now = Date.now();
    const values = namedOutputs(this.#plan, this.#root.scope, ends);
    const ending = { outcome, stopped: this.#stopped, failure: this.#root.failure, ends: values };
    const { end, stored } = executionEnd(ending);
    this.#answer.giveUp();
    this.#resolveFinished(end);
    const record = { status: end.status, output: stored, error: end.error, finishedAt: now };
    void this.#journal.finish(record, leftBehind(this.#prior, this.#journal.steps)).then((isOwned) => {
      if (isOwned) this.#events.execution(end.status, end.error, now);
      this.#onSettled();
    });
  }
}
