import type { Failure } from '@millrace/shared/execution';
import type { NodeResult, SenderResponse } from '../nodes/implement.ts';
import { retryDelayMs } from '../nodes/retry-delay.ts';
import type { StepRecord } from '../store/store.ts';
import { AttemptContext, type AttemptHost } from './attempt-context.ts';
import type { ExecutionEnd, ExecutionWork, RunningExecution } from './engine.ts';
import { endingOf, executeNode, outputOf, type ValueResult } from './execute-node.ts';
import { executionEnd } from './execution-end.ts';
import { ExecutionEvents } from './execution-events.ts';
import { ExecutionScope } from './execution-scope.ts';
import { ExecutionSignal } from './execution-signal.ts';
import { ExecutionSize } from './execution-size.ts';
import { ExecutionWriter } from './execution-writer.ts';
import { inputOf, namedOutputs } from './input-of.ts';
import type { Plan } from './plan.ts';
import { recordedEnding, recordedOutput } from './recorded-step.ts';
import { Redactor } from './redactor.ts';
import type { RunParts } from './run-parts.ts';
import { type Command, type Ending, Scheduler } from './scheduler.ts';
import { SenderAnswer } from './sender-answer.ts';
import { stepFailureOf } from './step-failure-of.ts';
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
  readonly scope: ExecutionScope;
  readonly signal = new ExecutionSignal();
  readonly redactor = new Redactor();
  readonly parts: RunParts;
  readonly #plan: Plan;
  readonly #scheduler: Scheduler;
  readonly #writer: ExecutionWriter;
  readonly #events: ExecutionEvents;
  readonly #answer: SenderAnswer;
  readonly #body: StepValue;
  readonly #prior: ReadonlyMap<string, StepRecord>;
  readonly #size = new ExecutionSize();
  readonly #onSettled: () => void;
  readonly #resolveFinished: (end: ExecutionEnd | undefined) => void;
  /** In the order in which they were reached. */
  readonly #steps: StepState[] = [];
  #queue: Command[] = [];
  #isFollowing = false;
  #isOver = false;
  /** Nothing more is to start. */
  #isEnding = false;
  #stopped: StopReason | undefined;
  #failure: Failure | null = null;

  constructor(parts: RunParts, work: ExecutionWork, plan: Plan, body: unknown, onSettled: () => void) {
    this.id = work.id;
    this.parts = parts;
    this.#plan = plan;
    this.#onSettled = onSettled;
    this.#body = StepValue.ofBody(body);
    this.scope = new ExecutionScope(plan, work, body);
    this.#scheduler = new Scheduler(plan.schedule);
    this.#writer = new ExecutionWriter(parts, { executionId: work.id, epoch: work.epoch });
    this.#events = new ExecutionEvents(parts.live, work, Date.now());
    this.#answer = new SenderAnswer(plan);
    this.#prior = work.steps.length === 0 ? NO_STEPS : new Map(work.steps.map((record) => [record.nodeId, record]));
    const { promise, resolve } = Promise.withResolvers<ExecutionEnd | undefined>();
    this.finished = promise;
    this.#resolveFinished = resolve;
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
    this.#isOver = true;
    this.signal.abort();
    for (const step of this.#steps) clearTimeout(step.retryTimer);
    this.#answer.giveUp();
    this.#resolveFinished(undefined);
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
    if (!this.#isOver) this.#writeEnded();
  }

  #runNode(index: number, from: readonly number[]): void {
    const node = this.#plan.nodes[index];
    if (!node || this.#isOver) return;
    const step = new StepState(node);
    this.#steps.push(step);
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
    else if (prior && node.effect === 'external') this.#resume(step, prior);
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
    this.#steps.push(step);
    this.#answer.passed(node);
    this.#events.step(step);
  }

  #begin(step: StepState): void {
    step.beginAttempt(Date.now());
    if (step.node.effect !== 'external') {
      this.#attempt(step);
      return;
    }
    this.#writeEnded();
    this.#events.step(step);
    // The writer never rejects.
    void this.#writer.step(step.record, 'running').then((isOwned) => {
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
    const { node } = step;
    const thrown = stepFailureOf(error, node);
    const attempt = step.attemptsBegun - step.unknownAttempts;
    const { retry } = node.settings;
    if (this.#stopped) this.#cancel(step);
    else if (!thrown.retryable || this.#isEnding || attempt >= retry.attempts) this.#giveUp(step, thrown.failure);
    else {
      const nowMs = Date.now();
      const notBeforeMs = thrown.retryNotBefore;
      const delay = retryDelayMs({ policy: retry, attempt, notBeforeMs, nowMs, random: Math.random });
      step.endAttempt('failed', nowMs, this.#redacted(thrown.failure), nowMs + delay);
      this.#wait(step, nowMs + delay);
    }
  }

  #giveUp(step: StepState, raw: Failure, onError = step.node.settings.onError): void {
    const { mainPort, id, index } = step.node;
    const failure = this.#redacted(raw);
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

  #redacted(failure: Failure): Failure {
    return this.redactor.value(failure) as Failure;
  }

  #wait(step: StepState, until: number): void {
    step.status = 'waiting';
    this.#events.step(step);
    if (step.node.effect === 'external') {
      const isRunning = this.#steps.some(({ status }) => status === 'running');
      this.#write(step, isRunning ? 'running' : 'waiting');
    }
    step.retryTimer = setTimeout(() => this.#begin(step), Math.max(0, until - Date.now()));
  }

  #cancel(step: StepState): void {
    clearTimeout(step.retryTimer);
    step.status = 'cancelled';
    if (step.attempts.at(-1)?.status === 'running') step.endAttempt('cancelled', Date.now(), null, null);
    this.#end(step, { kind: 'failed' });
  }

  #cancelWaiting(): void {
    for (const step of this.#steps) if (step.status === 'waiting') this.#cancel(step);
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

  /** Before anything else starts outside, and before going on without it, what a crash may not repeat is written. */
  #writeEnded(): void {
    for (const step of this.#steps) {
      const isLasting = step.node.effect === 'external' || step.node.takesFirst;
      if (isLasting && step.finishedAt !== null && !step.isWritten) {
        step.isWritten = true;
        this.#write(step, 'running');
      }
    }
  }

  #write(step: StepState, status: 'running' | 'waiting'): void {
    void this.#writer.step(step.record, status).then((isOwned) => {
      if (!isOwned) this.handOver();
    });
  }

  #finish({ outcome, ends }: Extract<Command, { kind: 'finish' }>): void {
    this.#isOver = true;
    const now = Date.now();
    const values = namedOutputs(this.#plan, this.scope, ends);
    const ending = { outcome, stopped: this.#stopped, failure: this.#failure, ends: values };
    const { end, stored } = executionEnd(ending);
    this.#answer.giveUp();
    this.#resolveFinished(end);
    const steps = this.#steps.filter(({ isWritten }) => !isWritten).map(({ record }) => record);
    const record = { status: end.status, output: stored, error: end.error, finishedAt: now, steps };
    void this.#writer.finish(record).then((isOwned) => {
      if (isOwned) this.#events.execution(end.status, end.error, now);
      this.#onSettled();
    });
  }
}
