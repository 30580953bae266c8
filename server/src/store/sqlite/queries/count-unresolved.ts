import type { Database } from 'better-sqlite3';
import type { UnresolvedCount } from '../../history-store.ts';

/** Unresolved failures by workflow, most first: a walk over the index, which holds nothing else. */
export function countUnresolved(db: Database): () => readonly UnresolvedCount[] {
  const count = db.prepare<[], UnresolvedCount>(`
    select w.id as workflowId, w.name as workflowName, n.count, n.oldestAt, n.newestAt
    from (
      select workflow, count(*) as count, min(created_at) as oldestAt, max(created_at) as newestAt
      from execution indexed by execution_workflow_unresolved where unresolved = 1 group by workflow) n
    join workflow w on w.seq = n.workflow
    where w.deleted_at is null
    order by n.count desc, w.seq desc`);
  return () => count.all();
}
