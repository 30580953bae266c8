import type { Database } from 'better-sqlite3';
import type { FinishRow } from './finish-execution.ts';
import { isUnresolved } from './unresolved.ts';

interface Ended {
  readonly seq: number;
  readonly delivery: number;
  readonly origin: string;
}

/**
 * Keeps the list of unresolved failures after an execution ended that ran a delivery again. A success makes up for every
 * earlier failure over that delivery; a failure takes their place, so that each delivery is in the list once, and is none
 * itself where a later execution succeeded before it ended.
 */
export function settleFailures(db: Database): (ended: Ended, end: Pick<FinishRow, 'status' | 'followUp'>) => void {
  const resolveEarlier = db.prepare<[number, number]>(
    'update execution set unresolved = 0 where delivery = ? and seq < ? and unresolved = 1',
  );
  const findLaterSuccess = db.prepare<[number, number]>(`
    select 1 from execution
    where delivery = ? and seq > ? and status in ('succeeded', 'filtered') and origin <> 'test' limit 1`);
  const resolve = db.prepare<[number]>('update execution set unresolved = 0 where seq = ?');
  return ({ seq, delivery, origin }, end) => {
    if (origin === 'test' || end.status === 'cancelled') return;
    const failed = isUnresolved(origin, end);
    if (end.status === 'failed' && !failed) return;
    if (origin === 'replay' || origin === 'retry') resolveEarlier.run(delivery, seq);
    if (failed && findLaterSuccess.get(delivery, seq) !== undefined) resolve.run(seq);
  };
}
