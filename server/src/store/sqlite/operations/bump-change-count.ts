import type { Database } from 'better-sqlite3';

/** Tells other processes that something of this topic changed. */
export function bumpChangeCount(db: Database, topic: 'routes' | 'secrets'): () => void {
  const bump = db.prepare<[string]>('update change_count set count = count + 1 where topic = ?');
  return () => void bump.run(topic);
}
