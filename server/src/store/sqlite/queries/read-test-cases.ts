import type { TestCase } from '@millrace/shared/test-case';
import type { Database } from 'better-sqlite3';
import type { WholeTestCase } from '../../test-case-store.ts';
import {
  type TestCaseRow,
  testCaseColumns,
  testCaseOf,
  type WholeTestCaseRow,
  wholeTestCaseOf,
} from '../test-case-row.ts';

/** Of a workflow, oldest first. */
export function listTestCases(db: Database): (workflowId: string) => TestCase[] {
  const list = db.prepare<[string], TestCaseRow>(`
    select ${testCaseColumns} from workflow w join test_case t on t.workflow = w.seq
    where w.id = ? and w.deleted_at is null order by t.seq`);
  return (workflowId) => list.all(workflowId).map(testCaseOf);
}

/** One with all that it takes to run it. */
export function getTestCase(db: Database): (workflowId: string, id: string) => WholeTestCase | undefined {
  const read = db.prepare<[string, string], WholeTestCaseRow>(`
    select ${testCaseColumns}, t.expected, t.kept, t.body from test_case t join workflow w on w.seq = t.workflow
    where w.id = ? and t.id = ? and w.deleted_at is null`);
  return (workflowId, id) => {
    const row = read.get(workflowId, id);
    return row && wholeTestCaseOf(row, workflowId);
  };
}
