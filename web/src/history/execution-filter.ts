import { type ExecutionStatus, type ExecutionSummary, executionStatus } from '@millrace/shared/execution';
import { isPeriod, type Period } from './period.ts';

/** What the list of executions is narrowed to; in the address bar as it stands here. */
export interface ExecutionFilter {
  /** Only failures that nobody dealt with. */
  readonly unresolved: boolean;
  readonly statuses: readonly ExecutionStatus[];
  readonly workflowId: string | null;
  readonly period: Period | null;
  readonly q: string;
}

export function readExecutionFilter(search: URLSearchParams): ExecutionFilter {
  const given = search.getAll('status');
  const period = search.get('within');
  const unresolved = search.get('show') === 'unresolved';
  return {
    unresolved,
    statuses: unresolved ? [] : executionStatus.options.filter((status) => given.includes(status)),
    workflowId: search.get('workflow'),
    period: isPeriod(period) ? period : null,
    q: (search.get('q') ?? '').slice(0, 200),
  };
}

/** Puts the filter into a query, leaving what else stands there. */
export function writeExecutionFilter(search: URLSearchParams, filter: ExecutionFilter): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const name of ['show', 'status', 'workflow', 'within', 'q']) next.delete(name);
  if (filter.unresolved) next.set('show', 'unresolved');
  else for (const status of filter.statuses) next.append('status', status);
  if (filter.workflowId !== null) next.set('workflow', filter.workflowId);
  if (filter.period !== null) next.set('within', filter.period);
  if (filter.q !== '') next.set('q', filter.q);
  return next;
}

/** Whether something is left out of the view that is chosen. */
export const isNarrowed = ({ statuses, workflowId, period, q }: ExecutionFilter): boolean =>
  statuses.length > 0 || workflowId !== null || period !== null || q.trim() !== '';

/** Whether an execution that just happened belongs into the list. A search is left to the server. */
export const fitsExecutionFilter = (
  { unresolved, statuses, workflowId, q }: ExecutionFilter,
  execution: Pick<ExecutionSummary, 'status' | 'workflowId' | 'unresolved'>,
): boolean =>
  q.trim() === '' &&
  (!unresolved || execution.unresolved) &&
  (workflowId === null || workflowId === execution.workflowId) &&
  (statuses.length === 0 || statuses.includes(execution.status));
