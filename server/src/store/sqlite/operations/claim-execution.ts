import type { Operation } from '../operation.ts';
import { type ClaimedRows, claimAndRead } from './claimed-row.ts';

/** Claims one execution if it is queued, also where the workflow is paused. */
export const claimExecution: Operation<{ instance: string; id: string; now: number }, ClaimedRows> = (db) => {
  const find = db
    .prepare<{ id: string }, number>(`
      select e.seq from execution e join workflow w on w.seq = e.workflow
      where e.id = :id and e.status = 'queued' and w.deleted_at is null`)
    .pluck();
  const claim = claimAndRead(db);
  return ({ instance, id, now }) => {
    const seq = find.get({ id });
    return claim(seq === undefined ? [] : [seq], instance, now);
  };
};
