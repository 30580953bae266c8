import type { DeliveryColumns } from '../delivery-row.ts';
import type { NewExecutionRow } from '../execution-row.ts';
import type { Operation } from '../operation.ts';
import type { FinishRow } from './finish-execution.ts';
import { insertDelivery } from './insert-delivery.ts';
import { insertExecution } from './insert-execution.ts';

/** Keeps a delivery together with the execution over it, which may have ended already. */
export const acceptDelivery: Operation<
  { delivery: DeliveryColumns; execution: NewExecutionRow | null; end?: FinishRow | undefined },
  void
> = (db) => {
  const keepDelivery = insertDelivery(db);
  const keepExecution = insertExecution(db);
  return ({ delivery, execution, end }, body) => {
    const kept = keepDelivery(delivery, body);
    if (execution !== null) keepExecution(execution, kept, end);
  };
};
