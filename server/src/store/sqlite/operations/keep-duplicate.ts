import type { Database } from 'better-sqlite3';
import { duplicateReason } from '../../duplicate-reason.ts';
import type { FirstDelivery } from '../../store.ts';
import { type DeliveryColumns, UNRUN_BODY_BYTES } from '../delivery-row.ts';
import { insertDelivery } from './insert-delivery.ts';
import { trimRing } from './trim-ring.ts';

/**
 * Keeps that a delivery repeats another one, answered with the same status; and forgets the oldest such of its workflow.
 * A body that is another one than the first's is kept whole, since it is nowhere else.
 */
export function keepDuplicate(
  db: Database,
): (delivery: DeliveryColumns, body: Uint8Array, first: FirstDelivery) => void {
  const insert = insertDelivery(db);
  const refer = db.prepare<[number | bigint, string]>('insert into duplicate (delivery, first_id) values (?, ?)');
  const trim = trimRing(db, 'duplicates');
  return ([id, workflow, , , , ...columns], body, { deliveryId, status, sameBody }) => {
    const kept = sameBody ? body.subarray(0, UNRUN_BODY_BYTES) : body;
    const [method, type, address, preset, secret, test, receivedAt, sizeBytes, path, query, headers] = columns;
    const request = [method, type, address, preset, secret, test, receivedAt, sizeBytes, path, query, headers] as const;
    // The key stays that of the first one.
    const seq = insert([id, workflow, 'duplicate', status, duplicateReason(sameBody), ...request, null, null], kept);
    refer.run(seq, deliveryId);
    trim(workflow);
  };
}
