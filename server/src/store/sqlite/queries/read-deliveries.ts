import { type DeliveryOutcome, type DeliverySummary, deliveryOutcome } from '@millrace/shared/execution';
import type { Database } from 'better-sqlite3';
import type { DeliveryFilter, DeliveryPage } from '../../history-store.ts';
import type { KeptDelivery } from '../../store.ts';
import { type Position, readCursor } from '../cursor.ts';
import { deliveryColumns, deliveryOf, type KeptDeliveryRow } from '../delivery-row.ts';
import { ID_PREFIX } from '../id-prefix.ts';
import { mergeRanges } from '../merge-ranges.ts';
import { type ReadPositions, searchDeliveries } from './search-deliveries.ts';

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
export function listDeliveries(db: Database): (filter: DeliveryFilter) => DeliveryPage {
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

  const itemOf = ({ seq }: Position): DeliverySummary | undefined => {
    const row = summary.get(seq);
    return row && deliverySummaryOf(row);
  };
  const byId = readByIdPrefix(db);
  const search = searchDeliveries(db);

  return ({ workflowId, limit, cursor, preset, ...filter }) => {
    const workflow = workflowId === undefined ? null : findWorkflow.get(workflowId);
    if (workflow === undefined) return { items: [], nextCursor: null, searched: null };
    const after = readCursor(cursor);
    const window = { workflow, from: filter.from ?? 0, to: filter.to ?? Number.MAX_SAFE_INTEGER };
    const outcomes = [...new Set(filter.outcome ?? deliveryOutcome.options)];
    const pageOf = <Item>(from: Position, rows: number, itemAt: (position: Position) => Item | undefined) =>
      mergeRanges(
        outcomes,
        rows,
        (outcome, most) => (workflow === null ? ofAll : ofWorkflow).all({ ...window, ...from, outcome, limit: most }),
        itemAt,
      );
    const text = filter.q?.trim().toLowerCase() ?? '';
    if (text === '' && preset === undefined) return { ...pageOf(after, limit, itemOf), searched: null };
    const inOrder: ReadPositions = (from, rows) => pageOf(from, rows, (position) => position).items;
    const ofId = byId(text, { ...window, outcomes });
    return search(
      { text: ofId === undefined ? text : '', preset: preset ?? null },
      ofId ?? inOrder,
      after,
      limit,
      itemOf,
    );
  };
}

type IdWindow = Pick<Range, 'workflow' | 'from' | 'to'> & { readonly outcomes: readonly DeliveryOutcome[] };

/** Deliveries whose id starts with a text; undefined where no delivery's does. */
function readByIdPrefix(db: Database): (prefix: string, window: IdWindow) => ReadPositions | undefined {
  const exists = db
    .prepare<[string, string], number>('select 1 from delivery where id >= ? and id < ? limit 1')
    .pluck();
  const read = db.prepare<
    [Position & Omit<IdWindow, 'outcomes'> & { outcomes: string; prefix: string; end: string; limit: number }],
    Position
  >(`
    select received_at as at, seq from delivery
    where id >= :prefix and id < :end and received_at >= :from and received_at < :to
      and (received_at, seq) < (:at, :seq) and (:workflow is null or workflow = :workflow)
      and outcome in (select value from json_each(:outcomes))
    order by received_at desc, seq desc limit :limit`);
  return (prefix, { outcomes, ...window }) => {
    const end = `${prefix}~`;
    if (!ID_PREFIX.test(prefix) || exists.get(prefix, end) === undefined) return undefined;
    return (after, limit) => read.all({ ...window, ...after, outcomes: JSON.stringify(outcomes), prefix, end, limit });
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
