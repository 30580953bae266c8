import type { Operation } from '../operation.ts';

export const deleteSession: Operation<null, void> = (db) => {
  const remove = db.prepare<[Uint8Array]>('delete from session where token_hash = ?');
  return (_, tokenHash) => void remove.run(tokenHash);
};
