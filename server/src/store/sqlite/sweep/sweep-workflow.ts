import { type DeliveryOutcome, deliveryOutcome, type FinalStatus } from '@millrace/shared/execution';
import type { RetentionPolicy } from '@millrace/shared/retention';
import { BEFORE_ALL, type Position, START } from '../cursor.ts';
import { findDeliveries, findExecutions, findNthNewest } from '../queries/find-expired.ts';
import type { Reader } from '../reader.ts';
import type { PacedWriter } from './paced-writer.ts';
import type { Removal } from './removal.ts';
import { sweepWorkflowBySize } from './sweep-workflow-by-size.ts';

const DAY_MS = 86_400_000;
/** So many are found at once. */
const ROWS = 100;
/** So many newest ones are counted at once. */
const COUNTED = 5_000;

/** Ways to end, by the limits that they fall under. */
const succeeded = ['succeeded', 'filtered'] as const;
const failed = ['failed', 'cancelled'] as const;

const limitsOf = (policy: RetentionPolicy) =>
  [
    {
      kind: 'succeeded',
      statuses: succeeded,
      days: policy.succeededDays,
      count: policy.succeededCount,
      megabytes: policy.succeededMegabytes,
    },
    {
      kind: 'failed',
      statuses: failed,
      days: policy.failedDays,
      count: policy.failedCount,
      megabytes: policy.failedMegabytes,
    },
  ] as const;

export type SweepWorkflow = (
  workflow: number,
  policy: RetentionPolicy,
  now: number,
  writer: PacedWriter,
  removal: Removal,
) => Promise<void>;

/** Removes what of one workflow exceeds its policy, found by index and piece by piece. */
export function sweepWorkflow(reader: Reader): SweepWorkflow {
  const executions = reader.query(findExecutions);
  const deliveries = reader.query(findDeliveries);
  const bySize = sweepWorkflowBySize(reader);
  const nthNewest = reader.query(findNthNewest);

  return async (workflow, policy, now, writer, removal) => {
    const cutoff = (days: number): number => now - days * DAY_MS;
    for (const { kind, statuses, days, count, megabytes } of limitsOf(policy)) {
      const oldestKept = count === 0 ? undefined : await boundary(workflow, statuses, count, writer);
      for (const status of statuses) {
        if (oldestKept !== undefined) await removeExecutions(status, oldestKept, null);
        if (days > 0) await removeExecutions(status, { at: cutoff(days), seq: 0 }, cutoff(days));
      }
      await bySize(workflow, { kind, statuses, megabytes }, writer, removal);
    }
    for (const outcome of deliveryOutcome.options) {
      const days = outcome === 'accepted' ? policy.succeededDays : policy.failedDays;
      if (days > 0) await removeDeliveries(outcome, cutoff(days));
    }

    async function removeExecutions(kind: FinalStatus, before: Position, endedBefore: number | null): Promise<void> {
      for (let after: Position | undefined = BEFORE_ALL; after !== undefined && !writer.isStopped; ) {
        const found: readonly Position[] = await executions({ workflow, kind, after, before, limit: ROWS });
        const seqs = found.map(({ seq }) => seq);
        await removal.ofExecutions(seqs, endedBefore);
        after = found.length < ROWS ? undefined : found.at(-1);
        await writer.rest();
      }
    }

    async function removeDeliveries(kind: DeliveryOutcome, receivedBefore: number): Promise<void> {
      const before = { at: receivedBefore, seq: 0 };
      for (let after: Position | undefined = BEFORE_ALL; after !== undefined && !writer.isStopped; ) {
        const found: Awaited<ReturnType<typeof deliveries>> = await deliveries({
          ...{ workflow, kind, after, before, limit: ROWS },
        });
        await removal.ofDeliveries(found.filter(({ isUsed }) => isUsed === 0).map(({ seq }) => seq));
        after = found.length < ROWS ? undefined : found.at(-1);
        await writer.rest();
      }
    }
  };

  /** The oldest of so many newest ones; undefined where there are not so many. */
  async function boundary(
    workflow: number,
    kind: readonly [FinalStatus, FinalStatus],
    count: number,
    writer: PacedWriter,
  ): Promise<Position | undefined> {
    let place: Position | undefined = START;
    for (let left = count; left > 0 && place !== undefined && !writer.isStopped; left -= COUNTED) {
      place = await nthNewest(workflow, kind, place, Math.min(left, COUNTED));
      await writer.rest();
    }
    return writer.isStopped ? undefined : place;
  }
}
