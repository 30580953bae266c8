import { type ExecutionSummary, executionStatus } from '@millrace/shared/execution';
import type { Database } from 'better-sqlite3';
import type { PageOf } from '../../page.ts';
import type { ExecutionFilter } from '../../store.ts';
import { type Position, readCursor } from '../cursor.ts';
import { type StoredStatus, storedStatusesOf } from '../execution-status.ts';
import { mergeRanges } from '../merge-ranges.ts';
import { type SummaryRow, summaryColumns, summaryOf } from '../summary-row.ts';
import { searchExecutions } from './search-executions.ts';

/** What a filter comes to: where its pages start and end, and which ranges of the index it takes. */
export interface ExecutionWindow extends Position {
  readonly from: number;
  readonly to: number;
  readonly workflow: number | null;
  readonly statuses: readonly StoredStatus[];
}

/** Executions, newest first: `from` inclusive, `to` exclusive. */
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
    const window: ExecutionWindow = {
      ...readCursor(filter.cursor),
      from: filter.from ?? 0,
      to: filter.to ?? Number.MAX_SAFE_INTEGER,
      workflow,
      statuses: storedStatusesOf([...new Set(filter.status ?? executionStatus.options)]),
    };
    const { deliveryId, q, limit } = filter;
    if (deliveryId !== undefined) {
      return mergeRanges([deliveryId], limit, (delivery, rows) => ofDelivery(delivery, window, rows), itemOf);
    }
    if (q !== undefined && q.trim() !== '') return search(q.trim(), window, limit, itemOf);
    return mergeRanges(window.statuses, limit, (status, rows) => range(status, window, rows), itemOf);
  };
}

type Range = Omit<ExecutionWindow, 'statuses'> & { readonly status: StoredStatus; readonly limit: number };

function readRange(
  db: Database,
): (status: StoredStatus, window: ExecutionWindow, limit: number) => readonly Position[] {
  const page = `
    and created_at >= :from and created_at < :to and (created_at, seq) < (:at, :seq)
    order by created_at desc, seq desc limit :limit`;
  const ofAll = db.prepare<[Range], Position>(`
    select created_at as at, seq from execution indexed by execution_status where status = :status ${page}`);
  const ofWorkflow = db.prepare<[Range], Position>(`
    select created_at as at, seq from execution indexed by execution_workflow_status
    where workflow = :workflow and status = :status ${page}`);
  return (status, { statuses, ...window }, limit) =>
    (window.workflow === null ? ofAll : ofWorkflow).all({ ...window, status, limit });
}

/** The few executions of one delivery are walked. */
function readOfDelivery(db: Database): (id: string, window: ExecutionWindow, limit: number) => readonly Position[] {
  const read = db.prepare<
    [Omit<ExecutionWindow, 'statuses'> & { id: string; statuses: string; limit: number }],
    Position
  >(`
    select e.created_at as at, e.seq
    from delivery d join execution e indexed by execution_delivery on e.delivery = d.seq
    where d.id = :id and e.created_at >= :from and e.created_at < :to and (e.created_at, e.seq) < (:at, :seq)
      and (:workflow is null or e.workflow = :workflow) and e.status in (select value from json_each(:statuses))
    order by e.created_at desc, e.seq desc limit :limit`);
  return (id, window, limit) => read.all({ ...window, id, statuses: JSON.stringify(window.statuses), limit });
}
