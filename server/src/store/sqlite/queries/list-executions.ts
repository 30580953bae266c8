import type { ExecutionSummary } from '@millrace/shared/execution';
import type { Database, Statement } from 'better-sqlite3';
import type { ExecutionFilter } from '../../history-store.ts';
import type { PageOf } from '../../page.ts';
import type { Position } from '../cursor.ts';
import { mergeRanges } from '../merge-ranges.ts';
import { type SummaryRow, summaryColumns, summaryOf } from '../summary-row.ts';
import { type ExecutionWindow, pageOf, rangeOf, type WindowValues, windowOf } from './execution-window.ts';
import { searchExecutions } from './search-executions.ts';

/** Executions, newest first unless said: `from` inclusive, `to` exclusive. */
export function listExecutions(db: Database): (filter: ExecutionFilter) => PageOf<ExecutionSummary> {
  const findWorkflow = db
    .prepare<[string], number>('select seq from workflow where id = ? and deleted_at is null')
    .pluck();
  const summary = db.prepare<[number], SummaryRow>(`
    select ${summaryColumns}
    from execution e join workflow w on w.seq = e.workflow join delivery d on d.seq = e.delivery
    where e.seq = ?`);
  const itemOf = ({ seq }: Position): ExecutionSummary | undefined => {
    const row = summary.get(seq);
    return row && summaryOf(row);
  };
  const range = readRange(db);
  const ofDelivery = readOfDelivery(db);
  const search = searchExecutions(db);

  return (filter) => {
    const workflow = filter.workflowId === undefined ? null : findWorkflow.get(filter.workflowId);
    if (workflow === undefined) return { items: [], nextCursor: null };
    const window = windowOf(filter, workflow);
    const { deliveryId, q, limit } = filter;
    if (deliveryId !== undefined) {
      return mergeRanges([deliveryId], limit, (delivery, rows) => ofDelivery(delivery, window, rows), itemOf);
    }
    if (q !== undefined && q.trim() !== '') return search(q.trim(), window, limit, itemOf);
    return mergeRanges(window.statuses, limit, (status, rows) => range(status, window, rows), itemOf, window.order);
  };
}

type Status = ExecutionWindow['statuses'][number];

function readRange(db: Database): (status: Status, window: ExecutionWindow, limit: number) => readonly Position[] {
  const statements = new Map<string, Statement<[WindowValues & { limit: number }], Position>>();
  return (status, { statuses, order, ...values }, limit) => {
    const sql = `
      select created_at as at, seq from ${rangeOf(status, values.workflow !== null)} ${pageOf(order, ':limit')}`;
    const read = statements.get(sql) ?? db.prepare<[WindowValues & { limit: number }], Position>(sql);
    statements.set(sql, read);
    return read.all({ ...values, limit });
  };
}

/** The few executions of one delivery are walked, newest first. */
function readOfDelivery(db: Database): (id: string, window: ExecutionWindow, limit: number) => readonly Position[] {
  const read = db.prepare<[WindowValues & { id: string; statuses: string; limit: number }], Position>(`
    select e.created_at as at, e.seq
    from delivery d join execution e indexed by execution_delivery on e.delivery = d.seq
    where d.id = :id and e.created_at >= :from and e.created_at < :to and (e.created_at, e.seq) < (:at, :seq)
      and (:workflow is null or e.workflow = :workflow)
      and (e.status in (select value from json_each(:statuses))
        or (e.unresolved = 1 and 'unresolved' in (select value from json_each(:statuses))))
    order by e.created_at desc, e.seq desc limit :limit`);
  return (id, { statuses, order, ...values }, limit) =>
    read.all({ ...values, id, statuses: JSON.stringify(statuses), limit });
}
