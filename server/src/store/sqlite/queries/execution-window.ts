import { executionStatus } from '@millrace/shared/execution';
import type { ExecutionFilter } from '../../history-store.ts';
import { type Position, readCursor } from '../cursor.ts';
import { type StoredStatus, storedStatusesOf } from '../execution-status.ts';

/** What a filter of executions comes to: where its pages start and end, and which ranges of an index it takes. */
export interface ExecutionWindow extends Position {
  readonly from: number;
  readonly to: number;
  readonly workflow: number | null;
  readonly order: 'newest' | 'oldest';
  /** Each is a range of its own. */
  readonly statuses: readonly (StoredStatus | 'unresolved')[];
}

/** What of a window is bound to statements. */
export type WindowValues = Omit<ExecutionWindow, 'statuses' | 'order'>;

const FIRST: Position = { at: -1, seq: -1 };

/** Throws `InvalidCursor`. */
export function windowOf(filter: ExecutionFilter, workflow: number | null): ExecutionWindow {
  const { cursor, order = 'newest', unresolved = false } = filter;
  const chosen = new Set(filter.status ?? executionStatus.options);
  return {
    ...(order === 'oldest' && cursor === undefined ? FIRST : readCursor(cursor)),
    from: filter.from ?? 0,
    to: filter.to ?? Number.MAX_SAFE_INTEGER,
    workflow,
    order,
    statuses: unresolved ? (chosen.has('failed') ? ['unresolved'] : []) : storedStatusesOf([...chosen]),
  };
}

/** Where one status of a window is read from, of all workflows or of one, by an index that has the page in its order. */
export const rangeOf = (status: ExecutionWindow['statuses'][number], ofWorkflow: boolean): string => {
  const own = ofWorkflow ? 'workflow = :workflow and ' : '';
  const name = ofWorkflow ? 'execution_workflow_' : 'execution_';
  return status === 'unresolved'
    ? `execution indexed by ${name}unresolved where ${own} unresolved = 1`
    : `execution indexed by ${name}status where ${own} status = '${status}'`;
};

/** What follows a range: the page of the window, in its order. */
export const pageOf = (order: ExecutionWindow['order'], limit: string): string => `
  and created_at >= :from and created_at < :to and (created_at, seq) ${order === 'newest' ? '<' : '>'} (:at, :seq)
  order by ${inOrder(order)} limit ${limit}`;

const inOrder = (order: ExecutionWindow['order']): string =>
  order === 'newest' ? 'created_at desc, seq desc' : 'created_at, seq';
