import type { Operation } from '../operation.ts';

/** Gives so many free pages at the end of the file back to the file system. Answers how many free ones are left. */
export const giveBackPages: Operation<{ pages: number }, number> = (db) => {
  return ({ pages }) => {
    db.pragma(`incremental_vacuum(${pages})`);
    return Number(db.pragma('freelist_count', { simple: true }));
  };
};
