import type { Operation } from '../operation.ts';
import { findTestCase } from './find-test-case.ts';

/** False when there is none. */
export const deleteTestCase: Operation<{ workflowId: string; id: string }, boolean> = (db) => {
  const find = findTestCase(db);
  const remove = db.prepare<[number]>('delete from test_case where seq = ?');
  return ({ workflowId, id }) => {
    const seq = find(workflowId, id);
    return seq !== undefined && remove.run(seq).changes > 0;
  };
};
