import type { ExecutionSummary } from '@millrace/shared/execution';
import type { Database, Statement } from 'better-sqlite3';
import type { PageOf } from '../../page.ts';
import { type Position, writeCursor } from '../cursor.ts';
import type { StoredStatus } from '../execution-status.ts';
import { ID_PREFIX } from '../id-prefix.ts';
import { inOrder } from '../merge-ranges.ts';
import { type ExecutionWindow, pageOf, rangeOf, type WindowValues } from './execution-window.ts';

/** So many rows are looked at for one page; it may therefore be short, and have a cursor all the same. */
const ROWS_SCANNED = 1_000;
/** Those that can have an error. */
const WITH_ERROR: ExecutionWindow['statuses'] = ['failed', 'cancelled', 'unresolved'];

type Search = (
  q: string,
  window: ExecutionWindow,
  limit: number,
  itemOf: (position: Position) => ExecutionSummary | undefined,
) => PageOf<ExecutionSummary>;

interface Candidate extends Position {
  readonly matches: boolean;
}

/** Executions whose id starts with `q`, or whose error message contains it. */
export function searchExecutions(db: Database): Search {
  const byId = readByIdPrefix(db);
  const byError = readByError(db);
  return (q, window, limit, itemOf) => {
    const text = q.toLowerCase();
    const candidates = ID_PREFIX.test(text) ? byId(text, window) : byError(text, window);
    const matching = candidates.filter(({ matches }) => matches);
    const page = matching.slice(0, limit);
    const cutOff =
      matching.length > limit ? page.at(-1) : candidates.length === ROWS_SCANNED ? candidates.at(-1) : undefined;
    return {
      items: page.flatMap((position) => itemOf(position) ?? []),
      nextCursor: cutOff === undefined ? null : writeCursor(cutOff),
    };
  };
}

function readByIdPrefix(db: Database): (prefix: string, window: ExecutionWindow) => readonly Candidate[] {
  type Values = WindowValues & { prefix: string; end: string };
  type Row = Position & { readonly status: StoredStatus; readonly unresolved: number };
  const read = (order: ExecutionWindow['order']) =>
    db.prepare<[Values], Row>(`
      select created_at as at, seq, status, unresolved from execution
      where id >= :prefix and id < :end and (:workflow is null or workflow = :workflow)
      ${pageOf(order, String(ROWS_SCANNED))}`);
  const statements = { newest: read('newest'), oldest: read('oldest') };
  return (prefix, { statuses, order, ...values }) =>
    statements[order].all({ ...values, prefix, end: `${prefix}~` }).map(({ at, seq, status, unresolved }) => ({
      ...{ at, seq },
      matches: statuses.includes(status) || (unresolved === 1 && statuses.includes('unresolved')),
    }));
}

function readByError(db: Database): (text: string, window: ExecutionWindow) => readonly Candidate[] {
  type Row = Position & { readonly message: string | null };
  const statements = new Map<string, Statement<[WindowValues], Row>>();
  return (text, { statuses, order, ...values }) =>
    WITH_ERROR.filter((status) => statuses.includes(status))
      .flatMap((status) => {
        const sql = `
          select created_at as at, seq, error ->> 'message' as message
          from ${rangeOf(status, values.workflow !== null)} ${pageOf(order, String(ROWS_SCANNED))}`;
        const read = statements.get(sql) ?? db.prepare<[WindowValues], Row>(sql);
        statements.set(sql, read);
        return read.all(values);
      })
      .sort(inOrder(order))
      .slice(0, ROWS_SCANNED)
      .map(({ at, seq, message }) => ({ at, seq, matches: message?.toLowerCase().includes(text) ?? false }));
}
