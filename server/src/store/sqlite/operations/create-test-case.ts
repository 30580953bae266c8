import { ReferenceMissing } from '../../store.ts';
import { KnownRows } from '../known-rows.ts';
import type { Operation } from '../operation.ts';
import type { NewTestCaseRow } from '../test-case-row.ts';

/** Keeps a test case, unless its workflow has as many as it may. Throws `ReferenceMissing` when the workflow is gone. */
export const createTestCase: Operation<{ row: NewTestCaseRow; most: number }, 'created' | 'too-many'> = (db) => {
  const known = KnownRows.of(db);
  const count = db.prepare<[number], number>('select count(*) from test_case where workflow = ?').pluck();
  const insert = db.prepare<[NewTestCaseRow & { workflow: number; body: Uint8Array }]>(`
    insert into test_case (id, workflow, name, execution_id, method, path, received_at, expected_status, ignored,
      created_at, expected, kept, body)
    values (:id, :workflow, :name, :execution_id, :method, :path, :received_at, :expected_status, :ignored,
      :created_at, :expected, :kept, :body)`);
  return ({ row, most }, body) => {
    const workflow = known.workflow(row.workflow_id);
    if (workflow === undefined) throw new ReferenceMissing('The workflow was deleted.');
    if ((count.get(workflow) ?? 0) >= most) return 'too-many';
    insert.run({ ...row, workflow, body });
    return 'created';
  };
};
