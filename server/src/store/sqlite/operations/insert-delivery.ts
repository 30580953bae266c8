import type { Database } from 'better-sqlite3';
import { ReferenceMissing } from '../../store.ts';
import type { DeliveryColumns } from '../delivery-row.ts';
import { KnownRows } from '../known-rows.ts';

/**
 * Keeps a delivery and answers with its number. Throws `ReferenceMissing` when its workflow is gone. What it refers to is
 * looked up first, since `insert … select` makes SQLite copy every page that it touches, in case of a failure half-way.
 */
export function insertDelivery(db: Database): (delivery: DeliveryColumns, body: Uint8Array) => number | bigint {
  const known = KnownRows.of(db);
  const insert = db.prepare<unknown[]>(`
    insert into delivery (
      id, workflow, outcome, status, reason, method, content_type, remote_address, preset, secret, test, received_at,
      size_bytes, path, query, headers, body)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  return ([id, workflowId, ...columns], body) => {
    const workflow = known.workflow(workflowId);
    if (workflow === undefined) throw new ReferenceMissing('The workflow was deleted.');
    return insert.run(id, workflow, ...columns, body).lastInsertRowid;
  };
}
