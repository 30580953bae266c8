import type { Database } from 'better-sqlite3';

/**
 * An execution that was there when its process died twice in a row, and got no further, is suspected of being the cause.
 * Suspects run one at a time: whichever brings the next process down is alone with it, and the others, which only
 * happened to run beside it, are not given up with it.
 */
export const isSuspect = 'stalls > 1';

/** The queued suspect whose turn it is; null where none waits, or one runs. */
export function nextSuspect(db: Database): () => number | null {
  const findRunning = db.prepare<[], unknown>(`
    select 1 from execution indexed by execution_suspect where ${isSuspect} and status = 'running' limit 1`);
  const findOldest = db
    .prepare<[], number>(`
      select e.seq from execution e indexed by execution_suspect join workflow w on w.seq = e.workflow
      where e.${isSuspect} and e.status = 'queued' and e.held = 0 and w.deleted_at is null
        and not (w.paused = 1 and e.origin in ('delivery', 'retry', 'failure', 'call'))
      order by e.created_at, e.seq limit 1`)
    .pluck();
  return () => (findRunning.get() === undefined ? (findOldest.get() ?? null) : null);
}
