import type { Database } from 'better-sqlite3';
import { type DeliveryKey, ReferenceMissing } from '../../store.ts';
import type { DeliveryColumns } from '../delivery-row.ts';
import { KnownRows } from '../known-rows.ts';
import { RecentKeys } from '../recent-keys.ts';

/**
 * Keeps a delivery, with its key when it has one, and answers with its number. Throws `ReferenceMissing` when its
 * workflow is gone. What it refers to is looked up first, since `insert … select` makes SQLite copy every page that it
 * touches, in case of a failure half-way.
 */
export function insertDelivery(
  db: Database,
): (delivery: DeliveryColumns, body: Uint8Array, key?: DeliveryKey) => number {
  const known = KnownRows.of(db);
  const recent = RecentKeys.of(db);
  const insert = db.prepare<unknown[]>(`
    insert into delivery (
      id, workflow, outcome, status, reason, method, content_type, remote_address, preset, secret, test, received_at,
      size_bytes, path, query, headers, body, key, key_expires_at)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  return ([id, workflowId, ...columns], body, key) => {
    const workflow = known.workflow(workflowId);
    if (workflow === undefined) throw new ReferenceMissing('The workflow was deleted.');
    const receivedAt = columns[9];
    const expiresAt = key === undefined ? null : receivedAt + key.lifetimeMs;
    const { lastInsertRowid } = insert.run(id, workflow, ...columns, body, key?.value ?? null, expiresAt);
    const seq = Number(lastInsertRowid);
    if (key !== undefined && expiresAt !== null) recent.add(workflow, key.value, { delivery: seq, expiresAt });
    recent.advance(seq, receivedAt);
    return seq;
  };
}
