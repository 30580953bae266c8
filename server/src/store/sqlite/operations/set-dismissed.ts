import type { Operation } from '../operation.ts';

/** Takes an unresolved failure out of their list, or puts a dismissed one back. False: it is neither. */
export const setDismissed: Operation<{ id: string; dismissed: boolean }, boolean> = (db) => {
  const set = db.prepare<{ id: string; before: number; after: number }>(
    'update execution set unresolved = :after where id = :id and unresolved = :before',
  );
  const isThere = db.prepare<[string, number]>('select 1 from execution where id = ? and unresolved = ?');
  return ({ id, dismissed }) => {
    const [before, after] = dismissed ? [1, 2] : [2, 1];
    return set.run({ id, before, after }).changes > 0 || isThere.get(id, after) !== undefined;
  };
};
