import type { DeliveryRow } from '../delivery-row.ts';
import type { ExecutionRow } from '../execution-row.ts';
import type { Operation } from '../operation.ts';
import { insertDelivery } from './insert-delivery.ts';
import { insertExecution } from './insert-execution.ts';

/** Keeps a delivery together with the execution over it. */
export const acceptDelivery: Operation<{ delivery: DeliveryRow; execution: ExecutionRow | null }, void> = (db) => {
  const keepDelivery = insertDelivery(db);
  const keepExecution = insertExecution(db);
  return ({ delivery, execution }, body) => {
    keepDelivery(delivery, body);
    if (execution !== null) keepExecution(execution);
  };
};
