import type { Attempt, Failure, LogLine, StepStatus } from '@millrace/shared/execution';
import { stepKey } from '../store/step-key.ts';
import type { StepRecord, StepWait, StoredValue } from '../store/store.ts';
import type { Frame } from './frame.ts';
import type { PlanNode } from './plan.ts';
import type { Rounds } from './rounds.ts';
import type { StepValue } from './step-value.ts';

const MAX_LOG_LINES = 200;
const MAX_LOG_LENGTH = 65_536;
const NONE: StoredValue = { kind: 'none' };

const instant = (time: number): string => new Date(time).toISOString();

/** One node's run while it goes on; `record` is what is kept of it. */
export class StepState {
  readonly node: PlanNode;
  readonly frame: Frame;
  /** Of a container that runs. */
  rounds: Rounds | undefined;
  status: StepStatus = 'running';
  /** The ports its value left through; empty when none did. */
  ports: readonly string[] = [];
  reused = false;
  /** The nodes whose values reached it. */
  from: readonly number[] = [];
  input: StepValue | undefined;
  output: StoredValue = NONE;
  error: Failure | null = null;
  startedAt: number | null = null;
  finishedAt: number | null = null;
  /** The record as it stands was written, or never needs to be. */
  isWritten = false;
  /** Attempts of which nobody knows the outcome; they do not count against the retry policy. */
  unknownAttempts = 0;
  attempts: Attempt[] = [];
  /** Attempts that were begun, including those that left no entry in `attempts`. */
  attemptsBegun = 0;
  wait: StepWait | undefined;
  /** When it goes on by itself while it waits; null: only a signal makes it. */
  wakeAt: number | null = null;
  wakeTimer: NodeJS.Timeout | undefined;
  /** That it waits, and until when, was written. */
  isWaitWritten = false;
  readonly #logs: LogLine[] = [];
  #logLength = 0;
  #attemptStartedAt = 0;

  constructor(node: PlanNode, frame: Frame) {
    this.node = node;
    this.frame = frame;
  }

  /** Its end is written before anything happens outside: it did something there itself, or what it depends on has gone by. */
  get isKept(): boolean {
    return this.node.effect === 'external' || this.node.effect === 'wait' || this.node.takesFirst;
  }

  get key(): string {
    return stepKey(this.node.id, this.frame.round);
  }

  /** It does something right now; a container's rounds do that for it. */
  get isBusy(): boolean {
    return this.status === 'running' && this.rounds === undefined;
  }

  log(line: LogLine): void {
    if (this.#logs.length > MAX_LOG_LINES || this.#logLength > MAX_LOG_LENGTH) return;
    this.#logLength += line.text.length;
    const isFull = this.#logs.length === MAX_LOG_LINES || this.#logLength > MAX_LOG_LENGTH;
    this.#logs.push(isFull ? { level: 'warn', text: 'The log was full here; what came after was dropped.' } : line);
  }

  /** Effects leave an entry before they start; what has none is only worth one once it is tried again. */
  beginAttempt(now: number): void {
    this.status = 'running';
    this.startedAt ??= now;
    this.#attemptStartedAt = now;
    this.attemptsBegun++;
    if (this.node.effect !== 'external') return;
    this.attempts.push(this.#attempt('running', null, null, null));
  }

  endAttempt(status: Attempt['status'], now: number, error: Failure | null, retryAt: number | null): void {
    const isOpen = this.attempts.at(-1)?.status === 'running';
    if (isOpen) this.attempts.pop();
    else if (retryAt === null && this.attempts.length === 0) return;
    this.attempts.push(this.#attempt(status, now, error, retryAt));
  }

  #attempt(
    status: Attempt['status'],
    finishedAt: number | null,
    error: Failure | null,
    retryAt: number | null,
  ): Attempt {
    return {
      number: this.attemptsBegun,
      status,
      startedAt: instant(this.#attemptStartedAt),
      finishedAt: finishedAt === null ? null : instant(finishedAt),
      error,
      retryAt: retryAt === null ? null : instant(retryAt),
    };
  }

  /** Of a container, what was kept there was what it runs over. */
  withoutOutput(): void {
    this.output = NONE;
  }

  /** Takes over what a dead owner wrote about this step. */
  resume(prior: StepRecord): this {
    this.startedAt = prior.startedAt;
    this.wait = prior.wait;
    for (const line of prior.logs) this.log(line);
    this.attempts = prior.attempts.map(closed);
    this.attemptsBegun = this.attempts.length;
    this.unknownAttempts = this.attempts.filter(({ status }) => status === 'unknown').length;
    return this;
  }

  get record(): StepRecord {
    return {
      nodeId: this.node.id,
      ...(this.frame.round !== null && { round: this.frame.round }),
      status: this.status,
      ports: this.ports,
      reused: this.reused,
      attempts: this.attempts.length > 0 ? [...this.attempts] : this.attempts,
      input: this.node.isStart ? NONE : (this.input?.reference ?? NONE),
      output: this.output,
      error: this.error,
      logs: this.#logs,
      wait: this.wait,
      startedAt: this.startedAt,
      finishedAt: this.finishedAt,
    };
  }
}

/** An attempt whose process died: nobody knows whether it took effect. */
export const closed = (attempt: Attempt): Attempt =>
  attempt.status === 'running'
    ? {
        ...attempt,
        status: 'unknown',
        error: {
          code: 'unknown-outcome',
          message: 'The server stopped while this attempt ran, so nobody knows whether it took effect.',
        },
      }
    : attempt;
