import { KnownRows } from '../known-rows.ts';
import type { Operation } from '../operation.ts';
import { bumpChangeCount } from './bump-change-count.ts';

/** Takes a workflow out of sight and frees its slug; `purgeWorkflow` removes what it leaves. The answer: was there one. */
export const deleteWorkflow: Operation<{ id: string; now: number }, boolean> = (db) => {
  const mark = db.prepare<{ id: string; now: number }>(
    'update workflow set deleted_at = :now, published_version = null where id = :id and deleted_at is null',
  );
  const bump = bumpChangeCount(db, 'routes');
  return (workflow) => {
    if (mark.run(workflow).changes === 0) return false;
    bump();
    KnownRows.forget(db);
    return true;
  };
};
