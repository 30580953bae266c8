import { type DeliveryOutcome, type DeliverySummary, deliveryOutcome } from '@millrace/shared/execution';
import type { Database } from 'better-sqlite3';
import type { DeliveryFilter, KeptDelivery, PageOf } from '../../store.ts';
import { type Position, readCursor } from '../cursor.ts';
import { deliveryColumns, deliveryOf, type KeptDeliveryRow } from '../delivery-row.ts';
import { mergeRanges } from '../merge-ranges.ts';

interface DeliverySummaryRow {
  readonly id: string;
  readonly workflow: string;
  readonly workflow_name: string;
  readonly outcome: DeliveryOutcome;
  readonly status: number;
  readonly reason: string | null;
  readonly method: string;
  readonly path: string;
  readonly content_type: string | null;
  readonly size_bytes: number;
  readonly received_at: number;
  readonly execution: string | null;
  readonly test: number;
}

interface Range extends Position {
  readonly workflow: number | null;
  readonly outcome: DeliveryOutcome;
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/** Deliveries, newest first: `from` inclusive, `to` exclusive. */
export function listDeliveries(db: Database): (filter: DeliveryFilter) => PageOf<DeliverySummary> {
  const findWorkflow = db
    .prepare<[string], number>('select seq from workflow where id = ? and deleted_at is null')
    .pluck();
  const page = `
    and received_at >= :from and received_at < :to and (received_at, seq) < (:at, :seq)
    order by received_at desc, seq desc limit :limit`;
  const ofAll = db.prepare<[Range], Position>(`
    select received_at as at, seq from delivery indexed by delivery_outcome where outcome = :outcome ${page}`);
  const ofWorkflow = db.prepare<[Range], Position>(`
    select received_at as at, seq from delivery indexed by delivery_workflow_outcome
    where workflow = :workflow and outcome = :outcome ${page}`);
  const summary = db.prepare<[number], DeliverySummaryRow>(`
    select d.id, w.id as workflow, w.name as workflow_name, d.outcome, d.status, d.reason, d.method, d.path,
           d.content_type, d.size_bytes, d.received_at, d.test,
           (select id from execution where seq = (select max(seq) from execution where delivery = d.seq)) as execution
    from delivery d join workflow w on w.seq = d.workflow
    where d.seq = ?`);

  return (filter) => {
    const workflow = filter.workflowId === undefined ? null : findWorkflow.get(filter.workflowId);
    if (workflow === undefined) return { items: [], nextCursor: null };
    const window = {
      ...readCursor(filter.cursor),
      workflow,
      from: filter.from ?? 0,
      to: filter.to ?? Number.MAX_SAFE_INTEGER,
    };
    return mergeRanges(
      [...new Set(filter.outcome ?? deliveryOutcome.options)],
      filter.limit,
      (outcome, limit) => (workflow === null ? ofAll : ofWorkflow).all({ ...window, outcome, limit }),
      ({ seq }) => {
        const row = summary.get(seq);
        return row && deliverySummaryOf(row);
      },
    );
  };
}

export function getDelivery(db: Database): (id: string) => KeptDelivery | undefined {
  const read = db.prepare<[string], KeptDeliveryRow>(`
    select ${deliveryColumns} from delivery d join workflow w on w.seq = d.workflow
    where d.id = ? and w.deleted_at is null`);
  const readExecutionIds = db
    .prepare<[number], string>('select id from execution where delivery = ? order by seq desc')
    .pluck();
  return (id) => {
    const row = read.get(id);
    return row && { ...deliveryOf(row), executionIds: readExecutionIds.all(row.seq) };
  };
}

const deliverySummaryOf = (row: DeliverySummaryRow): DeliverySummary => ({
  id: row.id,
  workflowId: row.workflow,
  workflowName: row.workflow_name,
  outcome: row.outcome,
  status: row.status,
  reason: row.reason,
  method: row.method,
  path: row.path,
  contentType: row.content_type,
  sizeBytes: row.size_bytes,
  receivedAt: new Date(row.received_at).toISOString(),
  executionId: row.execution,
  test: row.test === 1,
});
