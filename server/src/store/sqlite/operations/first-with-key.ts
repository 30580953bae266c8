import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { FirstDelivery } from '../../store.ts';
import type { DeliveryColumns } from '../delivery-row.ts';
import { KnownRows } from '../known-rows.ts';
import { RecentKeys } from '../recent-keys.ts';

interface FirstRow {
  readonly deliveryId: string;
  readonly executionId: string | null;
  readonly status: number;
  readonly sameBody: number;
}

interface Wanted {
  readonly seq: number;
  readonly workflow: number;
  readonly key: string;
  readonly since: number;
  readonly sizeBytes: number;
  /** Or its SHA-256. */
  readonly body: Uint8Array;
}

/** Finds the delivery that came first with the key of this one, unless that is too long ago; it may have been removed since. */
export function firstWithKey(db: Database): (delivery: DeliveryColumns, body: Uint8Array) => FirstDelivery | undefined {
  const known = KnownRows.of(db);
  const recent = RecentKeys.of(db);
  // The key is compared, since the number of a delivery that was removed may be that of another one by now.
  const readFirst = db.prepare<Wanted, FirstRow>(`
    select d.id as deliveryId, d.status, d.size_bytes = :sizeBytes and d.body = :body as sameBody,
           (select id from execution where delivery = d.seq and origin = 'delivery') as executionId
    from delivery d
    where d.seq = :seq and d.workflow = :workflow and d.key = :key and d.received_at > :since`);
  const readForgotten = db.prepare<Wanted, FirstRow>(`
    select id as deliveryId, status, size_bytes = :sizeBytes and body_hash = :body as sameBody,
           execution_id as executionId
    from forgotten_delivery where seq = :seq and workflow = :workflow and key = :key and received_at > :since`);
  const sha256 = (body: Uint8Array): Uint8Array => createHash('sha256').update(body).digest();
  return (delivery, body) => {
    const [key, keyExpiresAt] = [delivery[16], delivery[17]];
    if (key === null || keyExpiresAt === null) return undefined;
    const workflow = known.workflow(delivery[1]);
    if (workflow === undefined) return undefined;
    // Nearly always there is none, and binding a body costs a copy of it.
    const seq = recent.find(workflow, key);
    if (seq === undefined) return undefined;
    const receivedAt = delivery[11];
    const since = receivedAt - (keyExpiresAt - receivedAt);
    const wanted = { seq, workflow, key, since, sizeBytes: body.byteLength };
    const row = readFirst.get({ ...wanted, body }) ?? readForgotten.get({ ...wanted, body: sha256(body) });
    return row && { ...row, sameBody: row.sameBody === 1 };
  };
}
