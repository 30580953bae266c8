import type { ExecutionSummary } from '@millrace/shared/execution';
import { type OriginColumns, originColumns, originOf } from './execution-row.ts';
import { type StoredStatus, statusOf } from './execution-status.ts';

export interface SummaryRow extends OriginColumns {
  readonly id: string;
  readonly workflow: string;
  readonly workflow_name: string;
  readonly version: number | null;
  readonly delivery: string;
  readonly status: StoredStatus;
  readonly error: string | null;
  readonly created_at: number;
  readonly started_at: number | null;
  readonly finished_at: number | null;
  readonly not_before: number | null;
  readonly unresolved: number;
}

/** Of the execution `e`, its workflow `w` and its delivery `d`. */
export const summaryColumns = `
  e.id, w.id as workflow, w.name as workflow_name, e.version, d.id as delivery, e.status, e.error,
  ${originColumns}, e.created_at, e.started_at, e.finished_at, e.not_before, e.unresolved`;

const isoOf = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());

export const summaryOf = (row: SummaryRow): ExecutionSummary => ({
  id: row.id,
  workflowId: row.workflow,
  workflowName: row.workflow_name,
  version: row.version,
  deliveryId: row.delivery,
  origin: originOf(row),
  status: statusOf(row.status),
  error: row.error === null ? null : JSON.parse(row.error),
  createdAt: new Date(row.created_at).toISOString(),
  startedAt: isoOf(row.started_at),
  finishedAt: isoOf(row.finished_at),
  notBefore: isoOf(row.not_before),
  unresolved: row.unresolved === 1,
  durationMs: row.started_at === null || row.finished_at === null ? null : row.finished_at - row.started_at,
});
