import { KnownRows } from '../known-rows.ts';
import type { Operation } from '../operation.ts';

/** Queues what an instance owns, ends what it was asked to cancel, and forgets the instance. */
export const releaseInstance: Operation<{ id: string; now: number }, void> = (db) => {
  const cancel = db.prepare<{ id: string; now: number }>(`
    update execution set status = 'cancelled', owner = null, cancel_requested = 0, finished_at = :now
    where seq in (
      select seq from execution indexed by execution_cancel where cancel_requested = 1 and owner = :id)`);
  const release = db.prepare<{ id: string }>(`
    update execution set status = 'queued', owner = null
    where seq in (
      select seq from execution indexed by execution_status where status in ('running', 'waiting') and owner = :id)`);
  const forget = db.prepare<{ id: string }>('delete from instance where id = :id');
  return ({ id, now }) => {
    cancel.run({ id, now });
    release.run({ id });
    forget.run({ id });
    KnownRows.forget(db);
  };
};
