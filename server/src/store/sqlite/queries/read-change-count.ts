import type { Database } from 'better-sqlite3';

export function readChangeCount(db: Database): (topic: 'routes' | 'secrets') => number {
  const read = db.prepare<[string], number>('select count from change_count where topic = ?').pluck();
  return (topic) => read.get(topic) ?? 0;
}
