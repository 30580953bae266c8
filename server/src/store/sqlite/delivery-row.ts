import type { DeliveryOutcome } from '@millrace/shared/execution';
import type { NewDelivery } from '../store.ts';

/** A delivery as it goes to the writer thread: flat, its body beside it. */
export interface DeliveryRow {
  readonly id: string;
  readonly workflow: string;
  readonly outcome: DeliveryOutcome;
  readonly status: number;
  readonly reason: string | null;
  readonly method: string;
  readonly content_type: string | null;
  readonly remote_address: string;
  readonly preset: string;
  readonly secret: string | null;
  readonly test: number;
  readonly received_at: number;
  readonly size_bytes: number;
  readonly path: string;
  readonly query: string;
  readonly headers: string;
}

export const deliveryRow = (delivery: NewDelivery): DeliveryRow => ({
  id: delivery.id,
  workflow: delivery.workflowId,
  outcome: delivery.outcome,
  status: delivery.status,
  reason: delivery.reason,
  method: delivery.method,
  content_type: delivery.contentType,
  remote_address: delivery.remoteAddress,
  preset: delivery.verification.preset,
  secret: delivery.verification.secret,
  test: delivery.test ? 1 : 0,
  received_at: delivery.receivedAt,
  size_bytes: delivery.body.byteLength,
  path: delivery.path,
  query: delivery.query,
  headers: JSON.stringify(delivery.headers),
});

export type KeptDeliveryRow = DeliveryRow & { readonly seq: number; readonly body: Uint8Array };

/** All columns, to be read as `KeptDeliveryRow`, of the delivery `d` and its workflow `w`. */
export const deliveryColumns = `
  d.seq, d.id, w.id as workflow, d.outcome, d.status, d.reason, d.method, d.content_type, d.remote_address, d.preset,
  d.secret, d.test, d.received_at, d.size_bytes, d.path, d.query, d.headers, d.body`;

export const deliveryOf = (row: KeptDeliveryRow): NewDelivery => ({
  id: row.id,
  workflowId: row.workflow,
  outcome: row.outcome,
  status: row.status,
  reason: row.reason,
  method: row.method,
  path: row.path,
  query: row.query,
  headers: JSON.parse(row.headers),
  contentType: row.content_type,
  remoteAddress: row.remote_address,
  body: row.body,
  verification: { preset: row.preset, secret: row.secret },
  test: row.test === 1,
  receivedAt: row.received_at,
});
