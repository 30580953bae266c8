import type { Failure } from '@millrace/shared/execution';
import type { NodeResult, SenderResponse } from '../nodes/implement.ts';
import type { Claim, StepRecord } from '../store/store.ts';
import { AttemptContext, type AttemptHost } from './attempt-context.ts';
import type { ExecutionEnd, ExecutionWork, RunningExecution } from './engine.ts';
import { endingOf, executeNode, outputOf, type ValueResult } from './execute-node.ts';
import { executionEnd } from './execution-end.ts';
import { ExecutionEvents } from './execution-events.ts';
import { ExecutionScope } from './execution-scope.ts';
import { ExecutionSignal } from './execution-signal.ts';
import { ExecutionSize } from './execution-size.ts';
import { ExecutionWaits, type WaitingRun } from './execution-waits.ts';
import { ExecutionWriter } from './execution-writer.ts';
import { inputOf, namedOutputs } from './input-of.ts';
import { nextAttemptAt } from './next-attempt-at.ts';
import type { Plan } from './plan.ts';
import { recordedEnding, recordedOutput } from './recorded-step.ts';
import { Redactor } from './redactor.ts';
import type { RunParts } from './run-parts.ts';
import { type Command, type Ending, Scheduler } from './scheduler.ts';
import { SenderAnswer } from './sender-answer.ts';
import { stepFailureOf } from './step-failure-of.ts';
import { StepJournal } from './step-journal.ts';
import { StepState } from './step-state.ts';
import { StepValue } from './step-value.ts';

/** Why an execution was stopped before its graph was done. */
export type StopReason = 'cancelled' | 'out-of-time';

const NO_STEPS: ReadonlyMap<string, StepRecord> = new Map();

/**
 * Drives one execution: does what the scheduler says, tells it what came of it, and writes what has to be kept.
 * Steps that need nobody else run without a promise. `onSettled` is called once, when nothing of it is left to do.
 */
export class ExecutionRun implements RunningExecution, AttemptHost {
  readonly id: string;
  readonly finished: Promise<ExecutionEnd | undefined>;
  /** Of a clock that nobody sets, in milliseconds: what is said to run too long must not depend on the wall clock. */
  readonly startedAt = performance.now();
  readonly claim: Claim;
  readonly scope: ExecutionScope;
  readonly signal = new ExecutionSignal();
  readonly redactor = new Redactor();
  readonly parts: RunParts;
  readonly #plan: Plan;
  readonly #scheduler: Scheduler;
  readonly #journal: StepJournal;
  readonly #events: ExecutionEvents;
  readonly #answer: SenderAnswer;
  readonly #body: StepValue;
  readonly #prior: ReadonlyMap<string, StepRecord>;
  readonly waits: ExecutionWaits;
  readonly #size = new ExecutionSize();
  readonly #onSettled: () => void;
  readonly #resolveFinished: (end: ExecutionEnd | undefined) => void;
  #queue: Command[] = [];
  #isFollowing = false;
  #isOver = false;
  /** Nothing more is to start. */
  #isEnding = false;
  #stopped: StopReason | undefined;
  #failure: Failure | null = null;

  constructor(parts: RunParts, work: ExecutionWork, plan: Plan, body: unknown, onSettled: () => void) {
    this.id = work.id;
    this.claim = { executionId: work.id, epoch: work.epoch };
    this.parts = parts;
    this.#plan = plan;
    this.#onSettled = onSettled;
    this.#body = StepValue.ofBody(body);
    this.scope = new ExecutionScope(plan, work, body, parts.resumeUrlOf);
    this.#scheduler = new Scheduler(plan.schedule);
    this.#journal = new StepJournal(new ExecutionWriter(parts, work), () => this.handOver());
    this.#events = new ExecutionEvents(parts.live, work, Date.now());
    this.#answer = new SenderAnswer(plan);
    this.#prior = work.steps.length === 0 ? NO_STEPS : new Map(work.steps.map((record) => [record.nodeId, record]));
    const waiting: WaitingRun = {
      senderLeavesAt: this.startedAt + plan.senderWaitMs,
      announce: (step) => this.#events.step(step),
      begin: (step) => this.#begin(step),
      complete: (step, result) => this.#complete(step, undefined, result),
      park: (wakeAt) => this.#park(wakeAt),
    };
    this.waits = new ExecutionWaits(waiting, this.#journal, work.signals);
    ({ promise: this.finished, resolve: this.#resolveFinished } = Promise.withResolvers<ExecutionEnd | undefined>());
  }

  get response(): Promise<SenderResponse | null> {
    return this.#answer.promise;
  }

  respond(response: SenderResponse): boolean {
    return this.#answer.give(response);
  }

  start(): void {
    this.#events.execution('running', null, null);
    this.#follow(this.#scheduler.apply({ kind: 'started' }));
  }

  /** Ends it as cancelled or out of time, as soon as what runs has stopped. */
  stop(reason: StopReason): void {
    if (this.#isOver || this.#stopped) return;
    this.#stopped = reason;
    this.#isEnding = true;
    this.#scheduler.apply({ kind: 'halted' });
    this.signal.abort();
    this.#cancelWaiting();
  }

  /** Leaves it as it is written, for another owner. */
  handOver(): void {
    if (this.#isOver) return;
    this.signal.abort();
    this.#leave();
    this.#onSettled();
  }

  /** A loop rather than recursion, since a chain of nodes that answer at once may be long. */
  #follow(commands: readonly Command[]): void {
    for (const command of commands) this.#queue.push(command);
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    for (let at = 0; at < this.#queue.length; at++) {
      const command = this.#queue[at];
      if (command?.kind === 'run') this.#runNode(command.node, command.from);
      else if (command?.kind === 'skip') this.#skipNode(command.node);
      else if (command) this.#finish(command);
    }
    this.#queue = [];
    this.#isFollowing = false;
    if (this.#isOver) return;
    this.#journal.writeEnded();
    this.#rest();
  }

  #runNode(index: number, from: readonly number[]): void {
    const node = this.#plan.nodes[index];
    if (!node || this.#isOver) return;
    const step = new StepState(node);
    this.#journal.add(step);
    step.from = from;
    step.input = node.isStart ? this.#body : inputOf(this.#plan, this.scope, node, from);
    const prior = this.#prior.get(node.id);
    const ending = prior && recordedEnding(prior);
    const excess = this.#size.addInput(step);
    step.startedAt = Date.now();
    if (prior && ending) this.#adopt(step, prior, ending);
    else if (excess) this.#fail(step, undefined, excess);
    else if (node.isStart || node.settings.disabled)
      this.#complete(step, undefined, { kind: 'pass', port: node.mainPort });
    else if (prior && this.#isEnding) this.#cancel(step.resume(prior));
    else if (prior && node.effect === 'external') this.#resume(step, prior);
    else if (prior?.wait) this.waits.await(step.resume(prior), prior.wait);
    else this.#begin(step);
  }

  #resume(step: StepState, prior: StepRecord): void {
    step.resume(prior);
    const retryAt = Date.parse(step.attempts.at(-1)?.retryAt ?? '');
    if (prior.status === 'waiting' && retryAt > Date.now()) this.#wait(step, retryAt);
    else this.#begin(step);
  }

  #adopt(step: StepState, prior: StepRecord, ending: Ending): void {
    const recorded = { plan: this.#plan, scope: this.scope, body: this.#body };
    this.scope.outputs[step.node.index] = recordedOutput(prior, recorded);
    step.isWritten = true;
    step.status = prior.status;
    step.error = prior.error;
    this.#end(step, ending);
  }

  #skipNode(index: number): void {
    const node = this.#plan.nodes[index];
    if (!node || this.#isOver) return;
    const step = new StepState(node);
    step.status = 'skipped';
    this.#journal.add(step);
    this.#answer.passed(node);
    this.#events.step(step);
  }

  #begin(step: StepState): void {
    step.beginAttempt(Date.now());
    if (step.node.effect !== 'external') {
      this.#attempt(step);
      return;
    }
    this.#events.step(step);
    void this.#journal.begin(step).then((isOwned) => {
      if (!isOwned) this.handOver();
      else if (this.#isEnding) this.#cancel(step);
      else this.#attempt(step);
    });
  }

  #attempt(step: StepState): void {
    if (this.#isOver) return;
    const context = new AttemptContext(this, step);
    let result: NodeResult | Promise<NodeResult>;
    try {
      result = executeNode(this, step, context);
    } catch (error) {
      this.#fail(step, context, error);
      return;
    }
    if (!(result instanceof Promise)) {
      this.#complete(step, context, result);
      return;
    }
    if (step.node.effect !== 'external') this.#events.step(step);
    void result.then(
      (value) => this.#complete(step, context, value),
      (error: unknown) => this.#fail(step, context, error),
    );
  }

  #complete(step: StepState, context: AttemptContext | undefined, result: NodeResult): void {
    context?.dispose();
    if (this.#isOver) return;
    if (result.kind === 'fail') {
      this.#giveUp(step, result.failure, 'fail');
      return;
    }
    if (result.kind === 'wait') {
      if (this.#isEnding) this.#cancel(step);
      else this.waits.await(step, result);
      this.#rest();
      return;
    }
    try {
      if (result.kind !== 'stop') this.#keep(step, context, result);
    } catch (error) {
      this.#fail(step, context, error);
      return;
    }
    step.status = result.kind === 'stop' ? 'filtered' : 'succeeded';
    step.endAttempt('succeeded', Date.now(), null, null);
    this.#end(step, endingOf(result));
  }

  #keep(step: StepState, context: AttemptContext | undefined, result: ValueResult): void {
    const { value, isOwn } = outputOf(this, step, context, result);
    if (isOwn) this.#size.add(value, step.node);
    this.scope.outputs[step.node.index] = value;
    step.output = isOwn ? value.own : value.reference;
  }

  #fail(step: StepState, context: AttemptContext | undefined, error: unknown): void {
    context?.dispose();
    if (this.#isOver) return;
    const thrown = stepFailureOf(error, step.node);
    const now = Date.now();
    const retryAt = this.#isEnding ? undefined : nextAttemptAt(step, thrown, now);
    if (this.#stopped) this.#cancel(step);
    else if (retryAt === undefined) this.#giveUp(step, thrown.failure);
    else {
      step.endAttempt('failed', now, this.redactor.failure(thrown.failure), retryAt);
      this.#wait(step, retryAt);
    }
  }

  #giveUp(step: StepState, raw: Failure, onError = step.node.settings.onError): void {
    const { mainPort, id, index } = step.node;
    const failure = this.redactor.failure(raw);
    step.status = 'failed';
    step.error = failure;
    step.endAttempt('failed', Date.now(), failure, null);
    if (onError === 'fail') {
      this.#end(step, { kind: 'failed' });
      return;
    }
    const output = StepValue.of(id, { error: failure });
    this.scope.outputs[index] = output;
    step.output = output.own;
    this.#end(step, { kind: 'left', ports: [onError === 'branch' ? 'error' : mainPort] });
  }

  #wait(step: StepState, until: number): void {
    this.waits.until(step, until);
    this.#rest();
  }

  #rest(): void {
    if (!this.#isFollowing && !this.#isEnding && !this.#isOver) this.waits.rest();
  }

  #park(wakeAt: number | null): void {
    this.#leave();
    void this.#journal.park(wakeAt).then((isOwned) => {
      if (isOwned) this.#events.execution('waiting', null, null);
      this.#onSettled();
    });
  }

  /** Nothing more happens to it here. */
  #leave(): void {
    this.#isOver = true;
    this.waits.stop();
    this.#answer.giveUp();
    this.#resolveFinished(undefined);
  }

  #cancel(step: StepState): void {
    clearTimeout(step.wakeTimer);
    step.status = 'cancelled';
    if (step.attempts.at(-1)?.status === 'running') step.endAttempt('cancelled', Date.now(), null, null);
    this.#end(step, { kind: 'failed' });
  }

  #cancelWaiting(): void {
    for (const step of this.#journal.waiting) this.#cancel(step);
  }

  #end(step: StepState, ending: Ending): void {
    if (this.#isOver) return;
    const { node } = step;
    if (!step.isWritten) {
      step.ports = ending.kind === 'left' ? ending.ports : [];
      step.finishedAt = Date.now();
      this.#events.step(step);
    }
    const isLast = ending.kind === 'failed' || ending.kind === 'finished';
    if (isLast) {
      this.#isEnding = true;
      this.#failure ??= step.error;
    }
    this.#answer.passed(node);
    this.#follow(this.#scheduler.apply({ kind: 'ended', node: node.index, ending }));
    if (isLast) this.#cancelWaiting();
  }

  #finish({ outcome, ends }: Extract<Command, { kind: 'finish' }>): void {
    this.#isOver = true;
    this.waits.stop();
    const now = Date.now();
    const values = namedOutputs(this.#plan, this.scope, ends);
    const ending = { outcome, stopped: this.#stopped, failure: this.#failure, ends: values };
    const { end, stored } = executionEnd(ending);
    this.#answer.giveUp();
    this.#resolveFinished(end);
    const record = { status: end.status, output: stored, error: end.error, finishedAt: now };
    void this.#journal.finish(record).then((isOwned) => {
      if (isOwned) this.#events.execution(end.status, end.error, now);
      this.#onSettled();
    });
  }
}
