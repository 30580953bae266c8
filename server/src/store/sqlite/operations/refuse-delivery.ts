import type { DeliveryColumns } from '../delivery-row.ts';
import type { Operation } from '../operation.ts';
import { insertDelivery } from './insert-delivery.ts';

/** Of the refused deliveries of one workflow, so many newest are kept. */
const KEPT = 1_000;
/** Trimming is done once for so many, so that a flood costs little; the ring may be longer by as many. */
const TRIM_EVERY = 64;

/** Keeps a refused delivery, and forgets the oldest ones of its workflow. */
export const refuseDelivery: Operation<DeliveryColumns, void> = (db) => {
  const insert = insertDelivery(db);
  const trim = db.prepare<{ workflow: string; kept: number }>(`
    delete from delivery where seq in (
      select d.seq from workflow w join delivery d indexed by delivery_refused on d.workflow = w.seq
      where w.id = :workflow and d.outcome <> 'accepted'
      order by d.seq desc limit -1 offset :kept)`);
  const untrimmed = new Map<string, number>();

  return (delivery, body) => {
    insert(delivery, body);
    const [, workflow] = delivery;
    const count = untrimmed.get(workflow) ?? TRIM_EVERY;
    if (count >= TRIM_EVERY) trim.run({ workflow, kept: KEPT });
    untrimmed.set(workflow, count >= TRIM_EVERY ? 1 : count + 1);
  };
};
