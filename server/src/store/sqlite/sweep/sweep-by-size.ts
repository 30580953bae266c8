import { deliveryOutcome } from '@millrace/shared/execution';
import { BEFORE_ALL, type Position } from '../cursor.ts';
import { countPages } from '../queries/count-pages.ts';
import { findOldestDeliveries, findOldestExecutions } from '../queries/find-expired.ts';
import type { Reader } from '../reader.ts';
import type { PacedWriter } from './paced-writer.ts';
import type { Removal } from './removal.ts';

/** So many are found at once: few, since what goes is counted only afterwards. */
const ROWS = 50;

export type SweepBySize = (mostBytes: number, writer: PacedWriter, removal: Removal) => Promise<void>;

/** Removes the oldest executions that ended, and deliveries of their time on which nothing ran, until all fits. */
export function sweepBySize(reader: Reader): SweepBySize {
  const pageCounts = reader.query(countPages);
  const oldestExecutions = reader.query(findOldestExecutions);
  const oldestDeliveries = reader.query(findOldestDeliveries);

  return async (mostBytes, writer, removal) => {
    const isTooLarge = async (): Promise<boolean> => {
      const { pageBytes, pages, freePages } = await pageCounts();
      return !writer.isStopped && (pages - freePages) * pageBytes > mostBytes;
    };
    const readUpTo = new Map(deliveryOutcome.options.map((outcome) => [outcome, BEFORE_ALL]));

    /** The answer: there may be more. */
    const removeDeliveries = async (until: number): Promise<boolean> => {
      let isMore = false;
      for (const [outcome, after] of readUpTo) {
        if (!(await isTooLarge())) return false;
        const found = await oldestDeliveries(outcome, after, until, ROWS);
        await removal.ofDeliveries(found.filter(({ isUsed }) => isUsed === 0).map(({ seq }) => seq));
        readUpTo.set(outcome, found.at(-1) ?? after);
        if (found.length === ROWS) isMore = true;
        await writer.rest();
      }
      return isMore;
    };

    let after: Position | undefined = BEFORE_ALL;
    while (after !== undefined && (await isTooLarge())) {
      const found: readonly Position[] = await oldestExecutions(after, ROWS);
      after = found.length < ROWS ? undefined : found.at(-1);
      const until = after?.at ?? Number.MAX_SAFE_INTEGER;
      await removal.ofExecutions(
        found.map(({ seq }) => seq),
        null,
      );
      while (await removeDeliveries(until));
    }
  };
}
