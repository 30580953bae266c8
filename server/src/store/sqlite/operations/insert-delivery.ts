import type { Database } from 'better-sqlite3';
import { ReferenceMissing } from '../../store.ts';
import type { DeliveryColumns } from '../delivery-row.ts';
import { KnownRows } from '../known-rows.ts';
import { RecentKeys } from '../recent-keys.ts';

/**
 * Keeps a delivery, with its key when it has one, and answers with its number. Throws `ReferenceMissing` when its
 * workflow is gone. What it refers to is looked up first, since `insert … select` makes SQLite copy every page that it
 * touches, in case of a failure half-way.
 */
export function insertDelivery(db: Database): (delivery: DeliveryColumns, body: Uint8Array) => number {
  const known = KnownRows.of(db);
  const recent = RecentKeys.of(db);
  const insert = db.prepare<unknown[]>(`
    insert into delivery (
      id, workflow, outcome, status, reason, method, content_type, remote_address, preset, secret, test, received_at,
      size_bytes, path, query, headers, key, key_expires_at, body)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  return ([id, workflowId, ...columns], body) => {
    const workflow = known.workflow(workflowId);
    if (workflow === undefined) throw new ReferenceMissing('The workflow was deleted.');
    const seq = Number(insert.run(id, workflow, ...columns, body).lastInsertRowid);
    const [receivedAt, key, keyExpiresAt] = [columns[9], columns[14], columns[15]];
    if (key !== null && keyExpiresAt !== null) recent.add(workflow, key, seq, keyExpiresAt);
    recent.advance(seq, receivedAt);
    return seq;
  };
}
