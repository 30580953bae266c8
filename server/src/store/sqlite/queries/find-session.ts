import type { Database } from 'better-sqlite3';

export function findSession(db: Database): (tokenHash: Uint8Array, now: number) => { expiresAt: number } | undefined {
  const find = db.prepare<[Uint8Array, number], { expiresAt: number }>(
    'select expires_at as expiresAt from session where token_hash = ? and expires_at > ?',
  );
  return (tokenHash, now) => find.get(tokenHash, now);
}
