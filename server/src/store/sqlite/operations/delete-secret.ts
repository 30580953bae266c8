import type { Operation } from '../operation.ts';
import { bumpChangeCount } from './bump-change-count.ts';

/** The answer: was there one. */
export const deleteSecret: Operation<string, boolean> = (db) => {
  const remove = db.prepare<[string]>('delete from secret where name = ?');
  const bump = bumpChangeCount(db, 'secrets');
  return (name) => {
    if (remove.run(name).changes === 0) return false;
    bump();
    return true;
  };
};
