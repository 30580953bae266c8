import type { FinalStatus } from '@millrace/shared/execution';
import type { Database } from 'better-sqlite3';
import type { Position } from '../cursor.ts';

/** An execution, and how many bytes are kept of it: the body that it ran on, and its steps. */
export interface SizedExecution extends Position {
  readonly bytes: number;
}

/** Executions of one workflow that ended in one of two ways, newest first, before `before`. */
export function findNewestSizes(
  db: Database,
): (
  workflow: number,
  kinds: readonly [FinalStatus, FinalStatus],
  before: Position,
  limit: number,
) => readonly SizedExecution[] {
  const arm = (status: string): string => `
    select created_at as at, seq from execution indexed by execution_workflow_status
    where workflow = :workflow and status = :${status} and (created_at, seq) < (:at, :seq)`;
  type Bounds = Position & { workflow: number; one: string; other: string; limit: number };
  const find = db.prepare<[Bounds], SizedExecution>(`
    select found.at, found.seq,
      (select octet_length(body) from delivery where seq = e.delivery)
        + coalesce((select octet_length(record) + octet_length(contents) from execution_end where execution = e.seq), 0)
        + coalesce((select sum(octet_length(record) + octet_length(contents)) from step where execution = e.seq), 0)
        as bytes
    from (${arm('one')} union all ${arm('other')} order by at desc, seq desc limit :limit) found
      join execution e on e.seq = found.seq
    order by found.at desc, found.seq desc`);
  return (workflow, [one, other], { at, seq }, limit) => find.all({ workflow, one, other, at, seq, limit });
}
