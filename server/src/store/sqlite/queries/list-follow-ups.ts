import type { ExecutionSummary } from '@millrace/shared/execution';
import type { Database } from 'better-sqlite3';
import { type SummaryRow, summaryColumns, summaryOf } from '../summary-row.ts';

/** So many are shown with an execution. */
const MOST = 100;

/** The executions that came of one, oldest first. */
export function listFollowUps(db: Database): (id: string) => readonly ExecutionSummary[] {
  const list = db.prepare<[string], SummaryRow>(`
    select ${summaryColumns}
    from execution e indexed by execution_origin_of join workflow w on w.seq = e.workflow
    join delivery d on d.seq = e.delivery
    where e.origin_of = ? and w.deleted_at is null
    order by e.seq limit ${MOST}`);
  return (id) => list.all(id).map(summaryOf);
}
