import type { FinalStatus } from '@millrace/shared/execution';
import type { Database } from 'better-sqlite3';
import type { Position } from '../cursor.ts';
import { SIZE_OF_EXECUTION } from '../size-of-execution.ts';

/** An execution, and how many bytes are kept of it. */
export interface SizedExecution extends Position {
  readonly bytes: number;
}

/** Executions of one workflow that ended in one of two ways, oldest first, behind `after`. */
export function findOldestOfWorkflow(
  db: Database,
): (
  workflow: number,
  kinds: readonly [FinalStatus, FinalStatus],
  after: Position,
  limit: number,
) => readonly SizedExecution[] {
  const arm = (status: string): string => `
    select created_at as at, seq from execution indexed by execution_workflow_status
    where workflow = :workflow and status = :${status} and (created_at, seq) > (:at, :seq)`;
  type Bounds = Position & { workflow: number; one: string; other: string; limit: number };
  const find = db.prepare<[Bounds], SizedExecution>(`
    select found.at, e.seq, coalesce(${SIZE_OF_EXECUTION}, 0) as bytes
    from (${arm('one')} union all ${arm('other')} order by at, seq limit :limit) found
      join execution e on e.seq = found.seq left join execution_end x on x.execution = e.seq
    order by found.at, e.seq`);
  return (workflow, [one, other], { at, seq }, limit) => find.all({ workflow, one, other, at, seq, limit });
}
