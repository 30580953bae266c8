import type {
  Attempt,
  DeliveryOutcome,
  ExecutionOrigin,
  Failure,
  FinalStatus,
  LogLine,
  StepStatus,
} from '@millrace/shared/execution';
import type { Graph } from '@millrace/shared/workflow';
import type { CollectionStore } from './collection-store.ts';
import type { SecretStore, SessionStore } from './credential-stores.ts';
import type { HistoryStore } from './history-store.ts';
import type { RetentionStore } from './retention-store.ts';
import type { TestCaseStore } from './test-case-store.ts';
import type { WorkflowStore } from './workflow-store.ts';

/**
 * Everything Millrace keeps. All methods are asynchronous so that a database on another machine can stand behind
 * them; a write resolves after its commit is on the disk, and rejects with `StoreUnavailable` when nothing was written.
 * Writes take effect in the order in which they are called: what refers to a write that failed finds nothing.
 * Times are milliseconds since 1970, ids UUIDv7 made by the caller, values JSON text.
 */
export interface Store
  extends WorkflowStore,
    IntakeStore,
    ExecutionStore,
    HistoryStore,
    CollectionStore,
    TestCaseStore,
    SecretStore,
    SessionStore,
    RetentionStore {
  /** Waits for writes under way, then closes the database. */
  close(): Promise<void>;
}

/** The store cannot be written or read now: disk full, locked, read-only. Nothing of the call took effect. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** Something that the call refers to does not exist, or no more: a workflow, delivery or graph. Nothing took effect. */
export class ReferenceMissing extends Error {
  override readonly name = 'ReferenceMissing';
}

// ── Intake ───────────────────────────────────────────────────────────────────────────────────────────────────────

export interface NewDelivery {
  readonly id: string;
  readonly workflowId: string;
  readonly outcome: DeliveryOutcome;
  readonly status: number;
  readonly reason: string | null;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** In the order received, names as received; values of credential headers already masked. */
  readonly headers: readonly (readonly [string, string])[];
  readonly contentType: string | null;
  readonly remoteAddress: string;
  readonly body: Uint8Array;
  readonly verification: { readonly preset: string; readonly secret: string | null };
  readonly test: boolean;
  readonly receivedAt: number;
}

/** A graph as an execution runs it: a version's by id, or a draft's in full. */
export type GraphReference = { readonly graphId: string } | { readonly graph: Graph };

export interface NewExecution {
  readonly id: string;
  readonly workflowId: string;
  /** Null: a draft. */
  readonly version: number | null;
  readonly graph: GraphReference;
  readonly deliveryId: string;
  readonly origin: ExecutionOrigin;
  /** Run nothing behind this node. */
  readonly untilNode: string | null;
  /** The instance that starts it at once; null leaves it queued for whoever has room. */
  readonly owner: string | null;
  /** Steps that a replay takes over. */
  readonly reusedSteps: readonly StepRecord[];
  readonly createdAt: number;
  /** What it may have to wait for; nothing unless said. A replay waits for what the execution did that it replays. */
  readonly turn?: Turn | undefined;
  /** It starts no earlier; only what is queued can be held back. */
  readonly notBefore?: number | undefined;
}

/** When an execution's turn comes, within its workflow. */
export interface Turn {
  /** Executions with the same key run one after the other, in the order in which they were kept. */
  readonly key: string | null;
  /** So many run at a time at the most. */
  readonly limit: number | null;
}

/** By what a workflow knows again what it was sent before. */
export interface DeliveryKey {
  /** A short text, the same for deliveries that mean the same. */
  readonly value: string;
  /**
   * A delivery with this value is a duplicate when the first one was received less than so many milliseconds before. The
   * first one's own may have been shorter, in which case it may be forgotten by then.
   */
  readonly lifetimeMs: number;
}

/** What became of the first delivery with a key. */
export interface FirstDelivery {
  readonly deliveryId: string;
  /** Null when nothing was published. */
  readonly executionId: string | null;
  /** Which status its sender got. */
  readonly status: number;
  /** Whether the later one has the same bytes. */
  readonly sameBody: boolean;
}

export interface IntakeStore {
  /**
   * Commits the delivery, its execution and its key as one unit, and resolves to undefined. The claimed execution has
   * epoch 1; when its turn has not come it is queued instead, and the call resolves to `queued`. Rejects with
   * `ReferenceMissing` when the workflow or its graph is gone.
   *
   * When the workflow has that key already, the delivery is kept with the outcome `duplicate` and a reason, without the
   * execution, in a ring of bounded length per workflow; where the bytes are those of the first, only the start of them.
   * It then resolves to what became of the first.
   */
  accept(
    delivery: NewDelivery,
    execution: NewExecution | null,
    key?: DeliveryKey | undefined,
  ): Promise<FirstDelivery | 'queued' | undefined>;
  /**
   * Keeps a refused request, and the start of its body, in a ring of bounded length per workflow. Rejects with
   * `StoreUnavailable` also when much else waits to be written.
   */
  refuse(delivery: NewDelivery): Promise<void>;
}

// ── Executions ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Who may write about an execution: refused once somebody else took it over. */
export interface Claim {
  readonly executionId: string;
  readonly epoch: number;
}

/** A step's value: its own, or the same as that of the node it came through, which is then not stored again. */
export type StoredValue =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly json: string }
  /** The body of the delivery. */
  | { readonly kind: 'trigger-body' }
  | { readonly kind: 'same-as' /** A step's key. */; readonly nodeId: string };

/** What a step waits for. */
export interface StepWait {
  /** When it goes on by itself; null: only a signal makes it. */
  readonly until: number | null;
  /** The port through which its input then leaves. */
  readonly port: string;
}

export interface StepRecord {
  readonly nodeId: string;
  /** Of a node in a container: in which round, from 0. */
  readonly round?: number | undefined;
  readonly status: StepStatus;
  /** The ports its value left through; empty when none did. */
  readonly ports: readonly string[];
  readonly reused: boolean;
  readonly attempts: readonly Attempt[];
  readonly input: StoredValue;
  readonly output: StoredValue;
  readonly error: Failure | null;
  readonly logs: readonly LogLine[];
  readonly wait?: StepWait | undefined;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
}

/** An execution to run: freshly accepted, or taken over. */
export interface ClaimedExecution {
  readonly id: string;
  readonly epoch: number;
  readonly workflowId: string;
  readonly workflowName: string;
  readonly version: number | null;
  readonly graphId: string;
  readonly graph: Graph;
  readonly delivery: KeptDelivery;
  readonly origin: ExecutionOrigin;
  readonly untilNode: string | null;
  readonly createdAt: number;
  /** For the first time. */
  readonly startedAt: number;
  /** What was written before the last owner died, reused steps included. */
  readonly steps: readonly StepRecord[];
  readonly signals: readonly Omit<ResumeSignal, 'executionId'>[];
  /** How often its process died. Counted before the execution is handed out. */
  readonly recoveries: number;
  /** How often in a row its process died while it ran, without one more step having ended. */
  readonly stalls: number;
  /** Others of its workflow may wait for its end. */
  readonly isAwaited: boolean;
}

export interface KeptDelivery extends NewDelivery {
  /** Of the body as it came; `body` may be only its start. */
  readonly sizeBytes: number;
  /** Newest first. */
  readonly executionIds: readonly string[];
  /** The delivery that this one repeats. */
  readonly duplicateOf: string | null;
}

/** What a step waits for: what was sent to its resume URL, or the end of the workflow that it called. */
export interface ResumeSignal {
  readonly executionId: string;
  /** Of the step that waits for it. */
  readonly stepKey: string;
  /** JSON text of what becomes its output. */
  readonly output: string;
}

/** `repeated`: the same was sent before. `used`: something else was. `over`: its wait, or the execution, has ended. */
export type ResumeOutcome = 'resumed' | 'repeated' | 'used' | 'over' | 'missing';

/** An execution of which every branch waits. */
export interface ParkedExecution {
  /** When it is to go on by itself; null when only a signal makes it. */
  readonly wakeAt: number | null;
  /** Every step that ended or waits, as far as it is not written. */
  readonly steps: readonly StepRecord[];
}

export interface FinishedExecution {
  readonly status: FinalStatus;
  readonly output: StoredValue;
  readonly error: Failure | null;
  readonly finishedAt: number;
  /** Steps not yet written, and steps whose final state was not. */
  readonly steps: readonly StepRecord[];
  /** What is to come of a failure; kept in the same commit. */
  readonly followUp?: FollowUp | undefined;
}

/** What the workflow says to do about a failure. */
export type FollowUp =
  /** The same again, over the same delivery: an execution of its own. */
  | { readonly kind: 'retry'; readonly execution: NewExecution }
  /**
   * A delivery to another workflow, and an execution of its published version over it. Nothing is kept when that workflow
   * is gone or is the one that failed, or when the failed execution itself came of a failure; where nothing is published,
   * the delivery alone.
   */
  | { readonly kind: 'hand-over'; readonly delivery: NewDelivery; readonly executionId: string; readonly of: string };

/** What waits for its turn, or for room, in one workflow. */
export interface WorkflowQueue {
  readonly workflowId: string;
  readonly queued: number;
  readonly oldestQueuedAt: number;
}

export interface ExecutionStore {
  /** Announces this process; it is alive as long as it beats. */
  registerInstance(instanceId: string, now: number): Promise<void>;
  heartbeat(instanceId: string, now: number): Promise<void>;
  /** When a write last ended without anybody knowing whether it took effect; 0 when none did. */
  outcomeLostAt(): number;
  /**
   * Queues what the instance owns and started until `startedBefore`, except `held`: what a write began whose outcome was
   * lost, so that nobody runs it. Resolves to how many there were.
   */
  releaseForgotten(instanceId: string, held: readonly string[], startedBefore: number): Promise<number>;
  /** Gives back what it owns (as `queued`) and forgets the instance. */
  releaseInstance(instanceId: string, now: number): Promise<void>;
  /** A new execution over a delivery that is kept already: replay or test. May reject with `ReferenceMissing`. */
  createExecution(execution: NewExecution): Promise<void>;
  /**
   * Takes over executions that are `queued`, or parked until now, or `running`/`waiting` under an owner whose last beat is before
   * `deadBefore`, oldest first, of workflows that are not paused (tests and replays run in paused ones too). Only those
   * whose turn has come: first in, first out for each key, and of deliveries and replays together no more at a time than
   * the published version allows.
   * Raises each one's epoch; counts a recovery for those that had an owner.
   */
  claimExecutions(
    instanceId: string,
    limit: number,
    deadBefore: number,
    now: number,
  ): Promise<readonly ClaimedExecution[]>;
  /** Claims one that is queued and whose turn has come, for a test or replay that starts at once. */
  claimExecution(instanceId: string, executionId: string, now: number): Promise<ClaimedExecution | undefined>;
  /** Writes one step and the execution's status. False: somebody else owns the execution now, or it is final. */
  writeStep(claim: Claim, step: StepRecord, executionStatus: 'running' | 'waiting'): Promise<boolean>;
  /**
   * Lets go of one that only waits; it keeps the status `waiting`, and is queued once its time has come or a signal does.
   * False as above.
   */
  parkExecution(claim: Claim, parked: ParkedExecution): Promise<boolean>;
  /** Keeps what a node was sent that waits, or will once it is reached, and queues its execution where that is parked. */
  resumeExecution(signal: ResumeSignal, now: number): Promise<ResumeOutcome>;
  /** What nodes of these executions were sent. */
  listSignals(executionIds: readonly string[]): Promise<readonly ResumeSignal[]>;
  /** Ends it. False as above. */
  finishExecution(claim: Claim, end: FinishedExecution): Promise<boolean>;
  /** Ends a queued or parked one, or marks an owned one so that its owner cancels it. */
  requestCancel(executionId: string, now: number): Promise<'cancelled' | 'requested' | 'final' | 'missing'>;
  /** Takes an unresolved failure out of their list, or puts a dismissed one back. False: it is neither. */
  setDismissed(executionId: string, dismissed: boolean): Promise<boolean>;
  /** Owned executions that somebody asked to cancel. */
  listCancelRequests(instanceId: string): Promise<readonly string[]>;
  countUnfinished(): Promise<{ queued: number; running: number; waiting: number; oldestQueuedAt: number | null }>;
  /** What waits in the queue, by workflow; those where nothing waits are left out. */
  listQueues(): Promise<readonly WorkflowQueue[]>;
}
