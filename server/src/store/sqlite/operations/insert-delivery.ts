import type { Database } from 'better-sqlite3';
import { ReferenceMissing } from '../../store.ts';
import type { DeliveryRow } from '../delivery-row.ts';

type Columns = Omit<DeliveryRow, 'workflow'> & { readonly workflow: number; readonly body: Uint8Array };

/**
 * Keeps a delivery. Throws `ReferenceMissing` when its workflow is gone. What it refers to is looked up first, since
 * `insert … select` makes SQLite copy every page that it touches, in case of a failure half-way.
 */
export function insertDelivery(db: Database): (delivery: DeliveryRow, body: Uint8Array) => void {
  const findWorkflow = db
    .prepare<[string], number>('select seq from workflow where id = ? and deleted_at is null')
    .pluck();
  const insert = db.prepare<[Columns]>(`
    insert into delivery (
      id, workflow, outcome, status, reason, method, content_type, remote_address, preset, secret, test, received_at,
      size_bytes, path, query, headers, body)
    values (
      :id, :workflow, :outcome, :status, :reason, :method, :content_type, :remote_address, :preset, :secret, :test,
      :received_at, :size_bytes, :path, :query, :headers, :body)`);
  return (delivery, body) => {
    const workflow = findWorkflow.get(delivery.workflow);
    if (workflow === undefined) throw new ReferenceMissing('The workflow was deleted.');
    insert.run({ ...delivery, workflow, body });
  };
}
