import type { ExecutionStatus } from '@millrace/shared/execution';
import type { Operation } from '../operation.ts';

type CancelAnswer = 'cancelled' | 'requested' | 'final' | 'missing';

/** Ends a queued execution, or asks the owner of one that runs. */
export const requestCancel: Operation<{ id: string; now: number }, CancelAnswer> = (db) => {
  const find = db.prepare<[string], { seq: number; status: ExecutionStatus }>(
    'select seq, status from execution where id = ?',
  );
  const cancel = db.prepare<[number, number]>(
    "update execution set status = 'cancelled', finished_at = ? where seq = ?",
  );
  const ask = db.prepare<[number]>('update execution set cancel_requested = 1 where seq = ?');
  return ({ id, now }) => {
    const execution = find.get(id);
    switch (execution?.status) {
      case undefined:
        return 'missing';
      case 'queued':
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
