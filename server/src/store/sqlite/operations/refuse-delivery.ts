import type { DeliveryColumns } from '../delivery-row.ts';
import type { Operation } from '../operation.ts';
import { insertDelivery } from './insert-delivery.ts';
import { trimRing } from './trim-ring.ts';

/** Keeps a refused delivery, and forgets the oldest ones of its workflow. */
export const refuseDelivery: Operation<DeliveryColumns, void> = (db) => {
  const insert = insertDelivery(db);
  const trim = trimRing(db, 'refused');
  return (delivery, body) => {
    insert(delivery, body);
    const [, workflow] = delivery;
    trim(workflow);
  };
};
