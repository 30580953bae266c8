import type { Operation } from '../operation.ts';
import { deleteExecution } from './delete-execution.ts';
import { forgetDelivery } from './forget-delivery.ts';
import { type RemovedSlice, removeSlice } from './remove-slice.ts';

interface Removing {
  /** Their numbers. */
  readonly executions: readonly number[];
  /** Only those that ended before; null: all that ended. */
  readonly endedBefore: number | null;
  readonly now: number;
}

interface Row {
  readonly id: string;
  readonly origin: string;
  readonly delivery: number;
  readonly bytes: number;
}

/**
 * Removes executions that ended, except such as an unfinished one came from or belongs to; and their deliveries when
 * nothing else that is kept ran on them.
 */
export const removeExecutions: Operation<Removing, RemovedSlice> = (db) => {
  const find = db.prepare<{ seq: number; endedBefore: number | null }, Row>(`
    select e.id, e.origin, e.delivery,
           coalesce((select octet_length(contents) from execution_end where execution = e.seq), 0)
             + coalesce((select sum(octet_length(contents)) from step where execution = e.seq), 0)
             + (select octet_length(body) from delivery where seq = e.delivery) as bytes
    from execution e
    where e.seq = :seq and e.status in ('succeeded', 'filtered', 'failed', 'cancelled')
      and (:endedBefore is null or coalesce(e.finished_at, e.created_at) < :endedBefore)
      and not exists (
        select 1 from execution r indexed by execution_origin_of
        where r.origin_of = e.id and r.status not in ('succeeded', 'filtered', 'failed', 'cancelled'))
      and not exists (
        select 1 from execution o where o.id = e.origin_of and o.status not in ('succeeded', 'filtered', 'failed', 'cancelled'))`);
  const remove = deleteExecution(db);
  const forget = forgetDelivery(db);
  return ({ executions, endedBefore, now }) =>
    removeSlice(db, executions, (seq) => {
      const row = find.get({ seq, endedBefore });
      if (row === undefined) return undefined;
      remove(seq);
      const isForgotten = forget(row.delivery, row.origin === 'delivery' ? row.id : null, now);
      return { bytes: row.bytes, executions: 1, deliveries: isForgotten ? 1 : 0 };
    });
};
