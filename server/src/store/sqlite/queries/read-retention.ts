import type { RetentionOverride } from '@millrace/shared/retention';
import type { Database } from 'better-sqlite3';

const columns = `
  r.succeeded_days as succeededDays, r.succeeded_count as succeededCount, r.succeeded_megabytes as succeededMegabytes,
  r.failed_days as failedDays, r.failed_count as failedCount, r.failed_megabytes as failedMegabytes`;

/** What a workflow says of its history; undefined when there is no such workflow. */
export function getRetention(db: Database): (workflowId: string) => RetentionOverride | undefined {
  const read = db.prepare<[string], RetentionOverride>(`
    select ${columns} from workflow w left join retention r on r.workflow = w.seq
    where w.id = ? and w.deleted_at is null`);
  return (workflowId) => read.get(workflowId);
}

/** A workflow by its number, and what it says of its history. */
export interface WorkflowRetention extends RetentionOverride {
  readonly workflow: number;
}

/** The next workflow behind that number. Those being deleted are left out: their history goes anyway. */
export function nextRetention(db: Database): (behind: number) => WorkflowRetention | undefined {
  const read = db.prepare<[number], WorkflowRetention>(`
    select w.seq as workflow, ${columns} from workflow w left join retention r on r.workflow = w.seq
    where w.seq > ? and w.deleted_at is null order by w.seq limit 1`);
  return (behind) => read.get(behind);
}
