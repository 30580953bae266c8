import type { Operation } from '../operation.ts';
import { forgetDelivery } from './forget-delivery.ts';
import { type RemovedSlice, removeSlice } from './remove-slice.ts';

/** Removes deliveries, by their numbers, on which nothing that is kept ran. */
export const removeDeliveries: Operation<{ deliveries: readonly number[]; now: number }, RemovedSlice> = (db) => {
  const size = db.prepare<[number], number>('select octet_length(body) from delivery where seq = ?').pluck();
  const forget = forgetDelivery(db);
  return ({ deliveries, now }) =>
    removeSlice(db, deliveries, (seq) => {
      const bytes = size.get(seq) ?? 0;
      return forget(seq, null, now) ? { bytes, executions: 0, deliveries: 1 } : undefined;
    });
};
