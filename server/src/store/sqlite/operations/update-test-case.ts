import type { Operation } from '../operation.ts';
import { findTestCase } from './find-test-case.ts';

interface Change {
  readonly workflowId: string;
  readonly id: string;
  readonly name: string | null;
  readonly ignored: string | null;
  readonly expected: string | null;
  readonly expectedStatus: string | null;
}

/** Changes a test case; null leaves as it is. False when there is none. */
export const updateTestCase: Operation<Change, boolean> = (db) => {
  const find = findTestCase(db);
  const update = db.prepare<[Change & { seq: number }]>(`
    update test_case set
      name = coalesce(:name, name), ignored = coalesce(:ignored, ignored), expected = coalesce(:expected, expected),
      expected_status = coalesce(:expectedStatus, expected_status)
    where seq = :seq`);
  return (change) => {
    const seq = find(change.workflowId, change.id);
    if (seq === undefined) return false;
    update.run({ ...change, seq });
    return true;
  };
};
