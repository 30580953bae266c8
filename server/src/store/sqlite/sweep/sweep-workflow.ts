import { type DeliveryOutcome, deliveryOutcome, type FinalStatus } from '@millrace/shared/execution';
import type { RetentionPolicy } from '@millrace/shared/retention';
import { BEFORE_ALL, type Position, START } from '../cursor.ts';
import { findDeliveries, findExecutions, findNthNewest } from '../queries/find-expired.ts';
import { findNewestSizes, type SizedExecution } from '../queries/find-newest-sizes.ts';
import type { Reader } from '../reader.ts';
import type { PacedWriter } from './paced-writer.ts';
import type { Removal } from './removal.ts';

const DAY_MS = 86_400_000;
/** So many are found at once. */
const ROWS = 100;
/** So many newest ones are counted at once. */
const COUNTED = 5_000;
/** So many newest ones are measured at once, which takes longer. */
const MEASURED = 50;
const BYTES_PER_MEGABYTE = 1_000_000;

/** Ways to end, by the limits that they fall under. */
const succeeded = ['succeeded', 'filtered'] as const;
const failed = ['failed', 'cancelled'] as const;

const limitsOf = (policy: RetentionPolicy) =>
  [
    {
      statuses: succeeded,
      days: policy.succeededDays,
      count: policy.succeededCount,
      megabytes: policy.succeededMegabytes,
    },
    { statuses: failed, days: policy.failedDays, count: policy.failedCount, megabytes: policy.failedMegabytes },
  ] as const;

export type SweepWorkflow = (
  workflow: number,
  policy: RetentionPolicy,
  now: number,
  writer: PacedWriter,
  removal: Removal,
) => Promise<void>;

const seqOf = ({ seq }: Position): number => seq;

/** Goes over everything that is found, oldest first, so many at a time. */
async function inPieces<Found extends Position>(
  find: (after: Position) => Promise<readonly Found[]>,
  writer: PacedWriter,
  remove: (found: readonly Found[]) => Promise<void>,
): Promise<void> {
  for (let after: Position | undefined = BEFORE_ALL; after !== undefined && !writer.isStopped; ) {
    const found: readonly Found[] = await find(after);
    await remove(found);
    after = found.length < ROWS ? undefined : found.at(-1);
    await writer.rest();
  }
}

/** Removes what of one workflow exceeds its policy, found by index and piece by piece. */
export function sweepWorkflow(reader: Reader): SweepWorkflow {
  const executions = reader.query(findExecutions);
  const deliveries = reader.query(findDeliveries);
  const newestSizes = reader.query(findNewestSizes);
  const nthNewest = reader.query(findNthNewest);

  return async (workflow, policy, now, writer, removal) => {
    const cutoff = (days: number): number => now - days * DAY_MS;
    for (const { statuses, days, count, megabytes } of limitsOf(policy)) {
      const oldestKept = count === 0 ? undefined : await boundary(workflow, statuses, count, writer);
      for (const status of statuses) {
        if (oldestKept !== undefined) await removeExecutions(status, oldestKept, null);
        if (days > 0) await removeExecutions(status, { at: cutoff(days), seq: 0 }, cutoff(days));
      }
      // What goes anyway takes no room of what stays.
      const tooMuch = megabytes === 0 ? undefined : await excess(workflow, statuses, megabytes, writer);
      for (const status of statuses) if (tooMuch !== undefined) await removeExecutions(status, tooMuch, null);
    }
    for (const outcome of deliveryOutcome.options) {
      const days = outcome === 'accepted' ? policy.succeededDays : policy.failedDays;
      if (days > 0) await removeDeliveries(outcome, cutoff(days));
    }

    async function removeExecutions(kind: FinalStatus, before: Position, endedBefore: number | null): Promise<void> {
      const find = (after: Position) => executions({ workflow, kind, after, before, limit: ROWS });
      await inPieces(find, writer, (found) => removal.ofExecutions(found.map(seqOf), endedBefore));
    }

    async function removeDeliveries(kind: DeliveryOutcome, receivedBefore: number): Promise<void> {
      const before = { at: receivedBefore, seq: 0 };
      const find = (after: Position) => deliveries({ workflow, kind, after, before, limit: ROWS });
      await inPieces(find, writer, (found) =>
        removal.ofDeliveries(found.filter(({ isUsed }) => isUsed === 0).map(seqOf)),
      );
    }
  };

  /** The place behind the newest one that does not fit beside those newer than it; undefined where all fit. */
  async function excess(
    workflow: number,
    kind: readonly [FinalStatus, FinalStatus],
    megabytes: number,
    writer: PacedWriter,
  ): Promise<Position | undefined> {
    let room = megabytes * BYTES_PER_MEGABYTE;
    for (let before: Position | undefined = START; before !== undefined && !writer.isStopped; ) {
      const found: readonly SizedExecution[] = await newestSizes(workflow, kind, before, MEASURED);
      for (const { at, seq, bytes } of found) {
        room -= bytes;
        if (room < 0) return { at, seq: seq + 1 };
      }
      before = found.length < MEASURED ? undefined : found.at(-1);
      await writer.rest();
    }
    return undefined;
  }

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
