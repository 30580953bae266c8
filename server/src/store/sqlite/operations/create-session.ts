import type { Operation } from '../operation.ts';

/** Keeps a session and forgets those that ended. */
export const createSession: Operation<{ expiresAt: number; now: number }, void> = (db) => {
  const forget = db.prepare<[number]>('delete from session where expires_at <= ?');
  const insert = db.prepare<[Uint8Array, number]>(`
    insert into session (token_hash, expires_at) values (?, ?)
    on conflict (token_hash) do update set expires_at = excluded.expires_at`);
  return ({ expiresAt, now }, tokenHash) => {
    forget.run(now);
    insert.run(tokenHash, expiresAt);
  };
};
