import type { FinalStatus } from '@millrace/shared/execution';
import { BEFORE_ALL, type Position } from '../cursor.ts';
import { findOldestOfWorkflow, type SizedExecution } from '../queries/find-oldest-of-workflow.ts';
import { type KeptSize, readKeptSize } from '../queries/read-kept-size.ts';
import type { Reader } from '../reader.ts';
import type { PacedWriter } from './paced-writer.ts';
import type { Removal } from './removal.ts';

/** So many are found at once. */
const ROWS = 50;
const BYTES_PER_MEGABYTE = 1_000_000;

interface Limit {
  readonly kind: keyof KeptSize;
  readonly statuses: readonly [FinalStatus, FinalStatus];
  /** 0: any size. */
  readonly megabytes: number;
}

export type SweepWorkflowBySize = (
  workflow: number,
  limit: Limit,
  writer: PacedWriter,
  removal: Removal,
) => Promise<void>;

/** Removes the oldest executions of one workflow that ended so, and no more of them than it takes, until the rest fits. */
export function sweepWorkflowBySize(reader: Reader): SweepWorkflowBySize {
  const keptSize = reader.query(readKeptSize);
  const oldest = reader.query(findOldestOfWorkflow);

  return async (workflow, { kind, statuses, megabytes }, writer, removal) => {
    if (megabytes === 0) return;
    const excess = async (): Promise<number> =>
      ((await keptSize(workflow))?.[kind] ?? 0) - megabytes * BYTES_PER_MEGABYTE;
    let after: Position | undefined = BEFORE_ALL;
    for (let bytes = await excess(); bytes > 0 && after !== undefined && !writer.isStopped; bytes = await excess()) {
      const found: readonly SizedExecution[] = await oldest(workflow, statuses, after, ROWS);
      const going = untilEnough(found, bytes);
      // What an unfinished execution needs stays, so that what is behind it goes in its place.
      await removal.ofExecutions(
        going.map(({ seq }) => seq),
        null,
      );
      after = going.at(-1);
      await writer.rest();
    }
  };
}

/** The first ones, as many as make up so many bytes. */
function untilEnough(found: readonly SizedExecution[], bytes: number): readonly SizedExecution[] {
  let sum = 0;
  const enough = found.findIndex((each) => {
    sum += each.bytes;
    return sum >= bytes;
  });
  return enough < 0 ? found : found.slice(0, enough + 1);
}
