import type { StoredStatus } from '../execution-status.ts';
import type { Operation } from '../operation.ts';

type CancelAnswer = 'cancelled' | 'requested' | 'final' | 'missing';

/** Ends an execution that is queued or parked, or asks the owner of one that runs. */
export const requestCancel: Operation<{ id: string; now: number }, CancelAnswer> = (db) => {
  const find = db.prepare<[string], { seq: number; status: StoredStatus }>(
    'select seq, status from execution where id = ?',
  );
  const cancel = db.prepare<[number, number]>(
    "update execution set status = 'cancelled', finished_at = ?, wake_at = null where seq = ?",
  );
  const ask = db.prepare<[number]>('update execution set cancel_requested = 1 where seq = ?');
  return ({ id, now }) => {
    const execution = find.get(id);
    switch (execution?.status) {
      case undefined:
        return 'missing';
      case 'queued':
      case 'parked':
        cancel.run(now, execution.seq);
        return 'cancelled';
      case 'running':
      case 'waiting':
        ask.run(execution.seq);
        return 'requested';
      default:
        return 'final';
    }
  };
};
