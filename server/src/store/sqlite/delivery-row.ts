import type { DeliveryOutcome } from '@millrace/shared/execution';
import type { DeliveryKey, KeptDelivery, NewDelivery } from '../store.ts';

/** So much is kept of the body of a request that nothing will ever run on. */
export const UNRUN_BODY_BYTES = 64 * 1024;

/**
 * A delivery as it goes to the writer thread, its body beside it: the columns in their order, since objects cost twice as
 * much to copy and to bind.
 */
export type DeliveryColumns = readonly [
  id: string,
  workflow: string,
  outcome: DeliveryOutcome,
  status: number,
  reason: string | null,
  method: string,
  contentType: string | null,
  remoteAddress: string,
  preset: string,
  secret: string | null,
  test: number,
  receivedAt: number,
  sizeBytes: number,
  path: string,
  query: string,
  headers: string,
  key: string | null,
  keyExpiresAt: number | null,
];

export const columnsOfDelivery = (delivery: NewDelivery, key?: DeliveryKey): DeliveryColumns => [
  delivery.id,
  delivery.workflowId,
  delivery.outcome,
  delivery.status,
  delivery.reason,
  delivery.method,
  delivery.contentType,
  delivery.remoteAddress,
  delivery.verification.preset,
  delivery.verification.secret,
  delivery.test ? 1 : 0,
  delivery.receivedAt,
  delivery.body.byteLength,
  delivery.path,
  delivery.query,
  JSON.stringify(delivery.headers),
  key?.value ?? null,
  key === undefined ? null : delivery.receivedAt + key.lifetimeMs,
];

/** A delivery as it is read. */
export interface KeptDeliveryRow {
  readonly seq: number;
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
  readonly body: Uint8Array;
  readonly duplicate_of: string | null;
}

/** All columns, to be read as `KeptDeliveryRow`, of the delivery `d` and its workflow `w`. */
export const deliveryColumns = `
  d.seq, d.id, w.id as workflow, d.outcome, d.status, d.reason, d.method, d.content_type, d.remote_address, d.preset,
  d.secret, d.test, d.received_at, d.size_bytes, d.path, d.query, d.headers, d.body,
  (select first_id from duplicate where delivery = d.seq) as duplicate_of`;

export const deliveryOf = (row: KeptDeliveryRow): Omit<KeptDelivery, 'executionIds'> => ({
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
  sizeBytes: row.size_bytes,
  verification: { preset: row.preset, secret: row.secret },
  test: row.test === 1,
  receivedAt: row.received_at,
  duplicateOf: row.duplicate_of,
});
