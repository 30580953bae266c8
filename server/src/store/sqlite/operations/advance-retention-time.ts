import type { Operation } from '../operation.ts';

/**
 * Moves the time by which ages are counted towards `now`. It begins with the newest delivery, which had the clock that
 * everything older had, too.
 */
export const advanceRetentionTime: Operation<{ now: number; atMostMs: number }, number> = (db) => {
  const read = db.prepare<[], number>('select at from retention_time').pluck();
  const readNewest = db
    .prepare<[], number | null>(`
      select max(received_at) from delivery indexed by delivery_outcome where outcome = 'accepted'`)
    .pluck();
  const insert = db.prepare<[number]>('insert into retention_time (at) values (?)');
  const update = db.prepare<[number]>('update retention_time set at = ?');
  return ({ now, atMostMs }) => {
    const before = read.get();
    const from = before ?? Math.min(now, readNewest.get() ?? now);
    const at = from + Math.max(-atMostMs, Math.min(atMostMs, now - from));
    if (before === undefined) insert.run(at);
    else if (at !== before) update.run(at);
    return Math.min(at, now);
  };
};
