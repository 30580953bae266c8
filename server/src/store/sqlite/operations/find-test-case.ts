import type { Database } from 'better-sqlite3';

/** The number of a test case of that workflow; undefined when there is none. */
export function findTestCase(db: Database): (workflowId: string, id: string) => number | undefined {
  const find = db
    .prepare<[string, string], number>(`
      select t.seq from test_case t join workflow w on w.seq = t.workflow
      where t.id = ? and w.id = ? and w.deleted_at is null`)
    .pluck();
  return (workflowId, id) => find.get(id, workflowId);
}
