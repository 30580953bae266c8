import type { ExecutionOrigin, Failure, FinalStatus } from '@millrace/shared/execution';
import type { Graph } from '@millrace/shared/workflow';
import type { SenderResponse } from '../nodes/implement.ts';
import type { NewDelivery, ResumeOutcome, ResumeSignal, StepRecord } from '../store/store.ts';

/** An execution that is committed and owned by this instance. */
export interface ExecutionWork {
  readonly id: string;
  readonly epoch: number;
  readonly workflowId: string;
  readonly workflowName: string;
  readonly version: number | null;
  /** Two works with the same key run the same graph, so that it is compiled once. */
  readonly graphId: string;
  readonly graph: Graph;
  readonly delivery: NewDelivery;
  /** The delivery's body as nodes see it, when it is parsed already. */
  readonly body?: { readonly value: unknown };
  readonly origin: ExecutionOrigin;
  readonly untilNode: string | null;
  readonly createdAt: number;
  /** For the first time: an execution that waited, or was taken over, goes on with the time that it began with. */
  readonly startedAt: number;
  /** Steps that ended before: of a dead owner, or of the execution that is replayed. */
  readonly steps: readonly StepRecord[];
  /** What nodes that wait were sent. */
  readonly signals?: readonly Omit<ResumeSignal, 'executionId'>[] | undefined;
  readonly recoveries: number;
  readonly stalls: number;
  /** Others of its workflow may wait for its end. */
  readonly isAwaited?: boolean | undefined;
}

export interface ExecutionEnd {
  readonly status: FinalStatus;
  readonly output: unknown;
  readonly error: Failure | null;
}

export interface RunningExecution {
  readonly id: string;
  /** What a respond node said; null as soon as it is certain that none will. Never rejects. */
  readonly response: Promise<SenderResponse | null>;
  /** How it ended; undefined when this process let go of it: it waits for long, or the server stops. Never rejects. */
  readonly finished: Promise<ExecutionEnd | undefined>;
}

/** Runs executions. Knows no HTTP and no SQL. */
export interface Engine {
  /** Under which this process owns executions. */
  readonly instanceId: string;
  /** True when an execution accepted now can start at once; otherwise it is to be queued. */
  hasRoom(): boolean;
  start(work: ExecutionWork): RunningExecution;
  /** Something may be queued: look for it now rather than at the next round. */
  wake(): void;
  /**
   * Resolves once what is known of an execution can be read: at once, unless it ended here a moment ago and that is being
   * written. Its sender is answered before.
   */
  written(executionId: string): Promise<void>;
  cancel(executionId: string): Promise<'cancelled' | 'requested' | 'final' | 'missing'>;
  /** Gives a node that waits, or will, what it waits for. Resolves once that is kept. */
  resume(signal: ResumeSignal): Promise<ResumeOutcome>;
  /** Announces the instance and takes up what was left queued or running. */
  open(): Promise<void>;
  /** Starts nothing more, waits for what runs, hands back what is left after `graceMs`. */
  close(graceMs: number): Promise<void>;
}
