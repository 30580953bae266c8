import type { Database } from 'better-sqlite3';
import { ReferenceMissing } from '../../store.ts';
import type { DeliveryRow } from '../delivery-row.ts';

/** Keeps a delivery. Throws `ReferenceMissing` when its workflow is gone. */
export function insertDelivery(db: Database): (delivery: DeliveryRow, body: Uint8Array) => void {
  const insert = db.prepare<[DeliveryRow & { body: Uint8Array }]>(`
    insert into delivery (
      id, workflow, outcome, status, reason, method, content_type, remote_address, preset, secret, test, received_at,
      size_bytes, path, query, headers, body)
    select
      :id, seq, :outcome, :status, :reason, :method, :content_type, :remote_address, :preset, :secret, :test, :received_at,
      :size_bytes, :path, :query, :headers, :body
    from workflow where id = :workflow and deleted_at is null`);
  return (delivery, body) => {
    if (insert.run({ ...delivery, body }).changes === 0) throw new ReferenceMissing('The workflow was deleted.');
  };
}
