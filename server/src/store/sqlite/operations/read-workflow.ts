import type { Database } from 'better-sqlite3';
import { selectWorkflow, type WorkflowRow } from '../workflow-row.ts';

/** Reads a workflow within the transaction that changes it. */
export function readWorkflow(db: Database): (id: string) => WorkflowRow | undefined {
  const read = db.prepare<[string], WorkflowRow>(`${selectWorkflow} and w.id = ?`);
  return (id) => read.get(id);
}

/** Whether another workflow than `id` has this slug. */
export function slugTaken(db: Database): (slug: string, id: string) => boolean {
  const find = db.prepare<[string, string]>('select 1 from workflow where slug = ? and id <> ? and deleted_at is null');
  return (slug, id) => find.get(slug, id) !== undefined;
}
