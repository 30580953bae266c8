import type { Database } from 'better-sqlite3';

interface Unfinished {
  readonly queued: number;
  readonly running: number;
  readonly waiting: number;
  readonly oldestQueuedAt: number | null;
}

export function countUnfinished(db: Database): () => Unfinished {
  const count = db.prepare<[], Unfinished>(`
    select
      (select count(*) from execution where status = 'queued') as queued,
      (select count(*) from execution where status = 'running') as running,
      (select count(*) from execution where status in ('waiting', 'parked')) as waiting,
      (select min(created_at) from execution where status = 'queued') as oldestQueuedAt`);
  return () => count.get() ?? { queued: 0, running: 0, waiting: 0, oldestQueuedAt: null };
}
