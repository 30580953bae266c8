import type { ExecutionStatus, ExecutionSummary } from '@millrace/shared/execution';
import type { Database } from 'better-sqlite3';
import type { PageOf } from '../../page.ts';
import { type Position, writeCursor } from '../cursor.ts';
import type { StoredStatus } from '../execution-status.ts';
import { ID_PREFIX } from '../id-prefix.ts';
import type { ExecutionWindow } from './list-executions.ts';

/** So many rows are looked at for one page; it may therefore be short, and have a cursor all the same. */
const ROWS_SCANNED = 1_000;
/** Those that can have an error. */
const WITH_ERROR: readonly ExecutionStatus[] = ['failed', 'cancelled'];

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
  const read = db.prepare<
    [Omit<ExecutionWindow, 'statuses'> & { prefix: string; end: string }],
    Position & { status: StoredStatus }
  >(`
    select created_at as at, seq, status from execution
    where id >= :prefix and id < :end and created_at >= :from and created_at < :to
      and (created_at, seq) < (:at, :seq) and (:workflow is null or workflow = :workflow)
    order by created_at desc, seq desc limit ${ROWS_SCANNED}`);
  return (prefix, { statuses, ...window }) =>
    read
      .all({ ...window, prefix, end: `${prefix}~` })
      .map(({ at, seq, status }) => ({ at, seq, matches: statuses.includes(status) }));
}

function readByError(db: Database): (text: string, window: ExecutionWindow) => readonly Candidate[] {
  type Range = Omit<ExecutionWindow, 'statuses'> & { readonly status: ExecutionStatus };
  type Row = Position & { readonly message: string | null };
  const page = `
    and created_at >= :from and created_at < :to and (created_at, seq) < (:at, :seq)
    order by created_at desc, seq desc limit ${ROWS_SCANNED}`;
  const ofAll = db.prepare<[Range], Row>(`
    select created_at as at, seq, error ->> 'message' as message from execution indexed by execution_status
    where status = :status ${page}`);
  const ofWorkflow = db.prepare<[Range], Row>(`
    select created_at as at, seq, error ->> 'message' as message from execution indexed by execution_workflow_status
    where workflow = :workflow and status = :status ${page}`);
  return (text, { statuses, ...window }) =>
    WITH_ERROR.filter((status) => statuses.includes(status))
      .flatMap((status) => (window.workflow === null ? ofAll : ofWorkflow).all({ ...window, status }))
      .sort((a, b) => b.at - a.at || b.seq - a.seq)
      .slice(0, ROWS_SCANNED)
      .map(({ at, seq, message }) => ({ at, seq, matches: message?.toLowerCase().includes(text) ?? false }));
}
