import type { Database } from 'better-sqlite3';
import type { WorkflowQueue } from '../../store.ts';

/** How much waits in one workflow's queue, by its number. */
export interface QueueCount {
  readonly queued: number;
  readonly oldestQueuedAt: number | null;
}

export function countQueue(db: Database): (workflow: number) => QueueCount {
  const count = db.prepare<[number], QueueCount>(`
    select count(*) as queued, min(created_at) as oldestQueuedAt
    from execution indexed by execution_workflow_status where workflow = ? and status = 'queued'`);
  return (workflow) => count.get(workflow) ?? { queued: 0, oldestQueuedAt: null };
}

/** The queues of all workflows that have one. */
export function listQueues(db: Database): () => readonly WorkflowQueue[] {
  const list = db.prepare<[], { seq: number; id: string }>('select seq, id from workflow where deleted_at is null');
  const count = countQueue(db);
  return () =>
    list.all().flatMap(({ seq, id }) => {
      const { queued, oldestQueuedAt } = count(seq);
      return oldestQueuedAt === null ? [] : [{ workflowId: id, queued, oldestQueuedAt }];
    });
}
