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

/** Finds the delivery that came first with the key of this one, unless that is too long ago. */
export function firstWithKey(db: Database): (delivery: DeliveryColumns, body: Uint8Array) => FirstDelivery | undefined {
  const known = KnownRows.of(db);
  const recent = RecentKeys.of(db);
  const readFirst = db.prepare<
    { seq: number; workflow: number; since: number; sizeBytes: number; body: Uint8Array },
    FirstRow
  >(`
    select d.id as deliveryId, d.status, d.size_bytes = :sizeBytes and d.body = :body as sameBody,
           (select id from execution where delivery = d.seq and origin = 'delivery') as executionId
    from delivery d where d.seq = :seq and d.workflow = :workflow and d.received_at > :since`);
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
    const row = readFirst.get({ seq, workflow, since, sizeBytes: body.byteLength, body });
    return row && { ...row, sameBody: row.sameBody === 1 };
  };
}
