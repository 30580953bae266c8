import type { Database } from 'better-sqlite3';

/**
 * An execution that was there when its process died twice in a row, and got no further, is suspected of being the cause.
 * Suspects run one at a time: whichever brings the next process down is alone with it, and the others, which only
 * happened to run beside it, are not given up with it.
 */
export const isSuspect = 'stalls > 1';

interface Queued {
  readonly seq: number;
  readonly workflow: number;
  readonly origin: string;
}

/** The queued suspect whose turn it is; null where none waits that may start, or one runs. */
export function nextSuspect(db: Database, mayStart: (queued: Queued) => boolean): () => number | null {
  const findRunning = db.prepare<[], unknown>(`
    select 1 from execution indexed by execution_suspect where ${isSuspect} and status = 'running' limit 1`);
  const listQueued = db.prepare<[], Queued>(`
    select e.seq, e.workflow, e.origin
    from execution e indexed by execution_suspect join workflow w on w.seq = e.workflow
    where e.${isSuspect} and e.status = 'queued' and e.held = 0 and w.deleted_at is null
      and not (w.paused = 1 and e.origin in ('delivery', 'retry', 'failure', 'call'))
    order by e.created_at, e.seq`);
  return () => (findRunning.get() === undefined ? (listQueued.all().find(mayStart)?.seq ?? null) : null);
}
