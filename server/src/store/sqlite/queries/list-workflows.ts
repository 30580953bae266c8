import { executionStatus } from '@millrace/shared/execution';
import type { Database } from 'better-sqlite3';
import type { Page, PageOf } from '../../page.ts';
import type { WorkflowListRecord } from '../../workflow-store.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { type StoredStatus, statusOf, storedStatusesOf } from '../execution-status.ts';
import { selectWorkflow, type WorkflowRow, workflowOf } from '../workflow-row.ts';
import { countQueue } from './list-queues.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** Workflows, newest first, each with how it went lately. */
export function listWorkflows(
  db: Database,
): (page: Page & { q?: string | undefined; now: number }) => PageOf<WorkflowListRecord> {
  const list = db.prepare<{ before: number; q: string; limit: number }, WorkflowRow>(`
    ${selectWorkflow} and w.seq < :before and (:q = '' or instr(lower(w.name), lower(:q)) > 0 or instr(w.slug, :q) > 0)
    order by w.seq desc limit :limit`);
  const last = newestExecution(db);
  const queue = countQueue(db);
  const hours = db.prepare<[number, number], { hour: number; succeeded: number; failed: number }>(
    'select hour, succeeded, failed from workflow_hour where workflow = ? and hour > ? order by hour',
  );
  return ({ limit, cursor, q, now }) => {
    const rows = list.all({ before: readCursor(cursor).seq, q: q ?? '', limit: limit + 1 });
    const items = rows.slice(0, limit);
    const end = items.at(-1);
    const since = now - (now % HOUR_MS) - DAY_MS;
    return {
      items: items.map((row) => ({
        ...workflowOf(row),
        lastExecution: last(row.seq),
        ...queue(row.seq),
        lastDay: hours.all(row.seq, since),
      })),
      nextCursor: rows.length > limit && end !== undefined ? writeCursor({ at: 0, seq: end.seq }) : null,
    };
  };
}

interface Newest {
  readonly id: string;
  readonly status: StoredStatus;
  readonly created_at: number;
}

/** The newest of the newest of each status: one step into the index for each. */
function newestExecution(db: Database): (workflow: number) => WorkflowListRecord['lastExecution'] {
  const find = db.prepare<[number, string], Newest & { seq: number }>(`
    select seq, id, status, created_at from execution indexed by execution_workflow_status
    where workflow = ? and status = ? order by created_at desc, seq desc limit 1`);
  return (workflow) => {
    const [newest] = storedStatusesOf(executionStatus.options)
      .flatMap((status) => find.get(workflow, status) ?? [])
      .sort((a, b) => b.created_at - a.created_at || b.seq - a.seq);
    return newest === undefined
      ? null
      : { id: newest.id, status: statusOf(newest.status), createdAt: newest.created_at };
  };
}
