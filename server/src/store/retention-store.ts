import type { FinalStatus } from '@millrace/shared/execution';
import type { RetentionOverride, RetentionPolicy } from '@millrace/shared/retention';

/** What one round of retention goes by. */
export interface RetentionRound {
  /** For workflows that say nothing of their own. */
  readonly policy: RetentionPolicy;
  /** Beyond this, in bytes, the oldest goes first, whatever the policies say; 0: no limit. */
  readonly mostBytes: number;
  /** By what ages are counted. */
  readonly now: number;
}

/** How much a round removed. */
export interface RemovedHistory {
  readonly executions: number;
  readonly deliveries: number;
}

/** What the store holds. */
export interface StoreContents {
  /** Of the database's file, without its log. */
  readonly fileBytes: number;
  /** Of these, not in use at the moment. */
  readonly freeBytes: number;
  readonly executions: Readonly<Record<FinalStatus | 'unfinished', number>>;
  readonly deliveries: number;
  /** When the oldest execution that ended was made. */
  readonly oldestExecutionAt: number | null;
}

/** A backup cannot be written there or now, for a reason that a person can do something about. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
}

export interface RetentionStore {
  /** What a workflow says for itself. Undefined when there is no such workflow. */
  getRetention(workflowId: string): Promise<RetentionOverride | undefined>;
  /** False when there is no such workflow. */
  setRetention(workflowId: string, own: RetentionOverride): Promise<boolean>;
  /**
   * Lets the time by which ages are counted follow `now`, by so many milliseconds at the most, in either direction.
   * Resolves to that time, or to `now` where that is earlier. Kept over restarts, so that a clock that is wrong for a
   * while makes nothing look old.
   */
  advanceRetentionTime(now: number, atMostMs: number): Promise<number>;
  /**
   * Removes executions that exceed the policy of their workflow, with their steps; deliveries that nothing ran on, or
   * nothing that is left; and gives free room back to the file system. Never removes what has not ended, nor what an
   * unfinished execution comes from or began. Keys of removed deliveries stay known for their lifetime.
   * Works in small transactions with pauses between them; ends early, between two of them, when the signal says so.
   * Rejects with `StoreUnavailable`; what was removed until then stays removed.
   */
  removeExpired(round: RetentionRound, signal: AbortSignal): Promise<RemovedHistory>;
  /** Counts everything, beside the event loop. */
  measure(): Promise<StoreContents>;
  /**
   * Writes a copy of everything as it is committed now, while reads and writes go on. The file is made for its owner
   * only and is on the disk when this resolves to its size. Rejects with `BackupRefused` rather than replace a file.
   */
  backUp(file: string): Promise<{ readonly sizeBytes: number }>;
}
