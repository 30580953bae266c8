import type { Failure } from '@millrace/shared/execution';
import type { NodeResult } from '../nodes/implement.ts';
import { AttemptContext, type AttemptHost } from './attempt-context.ts';
import { endingOf, executeNode, outputOf, type ValueResult } from './execute-node.ts';
import type { ExecutionEvents } from './execution-events.ts';
import type { ExecutionSize } from './execution-size.ts';
import type { ExecutionWaits } from './execution-waits.ts';
import { nextAttemptAt } from './next-attempt-at.ts';
import type { RoundsWork } from './rounds.ts';
import type { Ending } from './scheduler.ts';
import { stepFailureOf } from './step-failure-of.ts';
import type { StepJournal } from './step-journal.ts';
import type { StepState } from './step-state.ts';
import { StepValue } from './step-value.ts';

/** The execution whose steps are run. */
export interface StepOwner extends AttemptHost {
  /** Nothing more happens to it here. */
  readonly isOver: boolean;
  /** Nothing more is to start. */
  readonly isEnding: boolean;
  /** It was cancelled, or is out of time. */
  readonly isStopped: boolean;
  readonly waits: ExecutionWaits;
  end(step: StepState, ending: Ending): void;
  startRounds(step: StepState, work: RoundsWork): void;
  /** Nothing can be done at once. */
  rest(): void;
  /** Somebody else owns it. */
  handOver(): void;
}

/** Takes a step from its first attempt to its end. Steps that need nobody else run without a promise. */
export class StepRunner {
  readonly #owner: StepOwner;
  readonly #journal: StepJournal;
  readonly #events: ExecutionEvents;
  readonly #size: ExecutionSize;

  constructor(owner: StepOwner, journal: StepJournal, events: ExecutionEvents, size: ExecutionSize) {
    this.#owner = owner;
    this.#journal = journal;
    this.#events = events;
    this.#size = size;
  }

  begin(step: StepState): void {
    step.beginAttempt(Date.now());
    if (!step.node.isWrittenFirst) {
      this.#attempt(step);
      return;
    }
    this.#events.step(step);
    void this.#journal.begin(step).then((isOwned) => {
      if (!isOwned) this.#owner.handOver();
      else if (this.#owner.isEnding || step.frame.isEnding) this.cancel(step);
      else this.#attempt(step);
    });
  }

  /** Goes on with a step that waited, and was sent something. */
  resumed(step: StepState, signal: unknown): void {
    const { resumed } = step.node.implementation;
    if (!resumed) this.complete(step, undefined, { kind: 'output', port: 'out', value: signal });
    else {
      step.status = 'running';
      this.#attempt(step, (context) => resumed(context, signal));
    }
  }

  #attempt(step: StepState, run = (context: AttemptContext) => executeNode(this.#owner, step, context)): void {
    if (this.#owner.isOver) return;
    const context = new AttemptContext(this.#owner, step);
    let result: NodeResult | Promise<NodeResult>;
    try {
      result = run(context);
    } catch (error) {
      this.fail(step, context, error);
      return;
    }
    if (!(result instanceof Promise)) {
      this.complete(step, context, result);
      return;
    }
    if (!step.node.isWrittenFirst) this.#events.step(step);
    void result.then(
      (value) => this.complete(step, context, value),
      (error: unknown) => this.fail(step, context, error),
    );
  }

  complete(step: StepState, context: AttemptContext | undefined, result: NodeResult): void {
    context?.dispose();
    if (this.#owner.isOver) return;
    if (result.kind === 'fail') {
      this.#giveUp(step, result.failure, 'fail');
      return;
    }
    if (result.kind === 'wait') {
      if (this.#owner.isEnding || step.frame.isEnding) this.cancel(step);
      else this.#owner.waits.await(step, result);
      this.#owner.rest();
      return;
    }
    if (result.kind === 'rounds') {
      if (this.#owner.isEnding || step.frame.isEnding) this.cancel(step);
      else this.#owner.startRounds(step, result);
      return;
    }
    try {
      if (result.kind !== 'stop') this.#keep(step, context, result);
    } catch (error) {
      this.fail(step, context, error);
      return;
    }
    step.status = result.kind === 'stop' ? 'filtered' : 'succeeded';
    step.endAttempt('succeeded', Date.now(), null, null);
    this.#owner.end(step, endingOf(result));
  }

  #keep(step: StepState, context: AttemptContext | undefined, result: ValueResult): void {
    const { value, isOwn } = outputOf(this.#owner, step, context, result);
    if (isOwn) this.#size.add(value, step.node);
    step.frame.scope.outputs[step.node.index] = value;
    step.output = isOwn ? value.own : value.reference;
  }

  fail(step: StepState, context: AttemptContext | undefined, error: unknown): void {
    context?.dispose();
    if (this.#owner.isOver) return;
    const thrown = stepFailureOf(error, step.node);
    const now = Date.now();
    const retryAt = this.#owner.isEnding || step.frame.isEnding ? undefined : nextAttemptAt(step, thrown, now);
    if (this.#owner.isStopped) this.cancel(step);
    else if (retryAt === undefined) this.#giveUp(step, thrown.failure);
    else {
      step.endAttempt('failed', now, this.#owner.redactor.failure(thrown.failure), retryAt);
      this.#wait(step, retryAt);
    }
  }

  #giveUp(step: StepState, raw: Failure, onError = step.node.settings.onError): void {
    const { mainPort, index } = step.node;
    const failure = this.#owner.redactor.failure(raw);
    step.status = 'failed';
    step.error = failure;
    step.withoutOutput();
    step.endAttempt('failed', Date.now(), failure, null);
    if (onError === 'fail') {
      this.#owner.end(step, { kind: 'failed' });
      return;
    }
    const output = StepValue.of(step.key, { error: failure });
    step.frame.scope.outputs[index] = output;
    step.output = output.own;
    this.#owner.end(step, { kind: 'left', ports: [onError === 'branch' ? 'error' : mainPort] });
  }

  #wait(step: StepState, until: number): void {
    this.#owner.waits.until(step, until);
    this.#owner.rest();
  }

  cancel(step: StepState): void {
    clearTimeout(step.wakeTimer);
    step.status = 'cancelled';
    step.withoutOutput();
    if (step.attempts.at(-1)?.status === 'running') step.endAttempt('cancelled', Date.now(), null, null);
    this.#owner.end(step, { kind: 'failed' });
  }
}
