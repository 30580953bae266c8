import type { Operation } from '../operation.ts';

/** So many go at once. */
const ROWS = 500;

/** Removes keys of removed deliveries that expired. True when none is left. */
export const forgetKeys: Operation<{ now: number }, boolean> = (db) => {
  const forget = db.prepare<[number]>(`
    delete from forgotten_delivery where (seq, key) in (
      select seq, key from forgotten_delivery indexed by forgotten_delivery_expiry
      where key_expires_at <= ? order by key_expires_at limit ${ROWS})`);
  return ({ now }) => forget.run(now).changes < ROWS;
};
