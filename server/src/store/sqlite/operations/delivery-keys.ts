import type { Database } from 'better-sqlite3';
import { type DeliveryKey, type FirstDelivery, ReferenceMissing } from '../../store.ts';
import type { DeliveryColumns } from '../delivery-row.ts';
import { KnownRows } from '../known-rows.ts';

/** Expired keys are looked for once for so many new ones. */
const SWEEP_EVERY = 64;
/** So many of them go at once: more than come, and few enough that intake waits no longer than for a usual commit. */
const SWEPT = 200;

export interface DeliveryKeys {
  /** The delivery that came first with this key, unless that is too long ago. */
  find(delivery: DeliveryColumns, body: Uint8Array, key: DeliveryKey): FirstDelivery | undefined;
  /** Keeps the key of the delivery of that number, in place of an expired one; and forgets some that expired. */
  keep(delivery: DeliveryColumns, seq: number | bigint, key: DeliveryKey): void;
}

interface FirstRow {
  readonly deliveryId: string;
  readonly executionId: string | null;
  readonly status: number;
  readonly sameBody: number;
}

/** The keys by which workflows know their deliveries again. */
export function deliveryKeys(db: Database): DeliveryKeys {
  const known = KnownRows.of(db);
  const findDelivery = db
    .prepare<[number, string], number>('select delivery from delivery_key where workflow = ? and value = ?')
    .pluck();
  const readFirst = db.prepare<
    { seq: number; workflow: number; since: number; sizeBytes: number; body: Uint8Array },
    FirstRow
  >(`
    select d.id as deliveryId, d.status, d.size_bytes = :sizeBytes and d.body = :body as sameBody,
           (select id from execution where delivery = d.seq and origin = 'delivery') as executionId
    from delivery d where d.seq = :seq and d.workflow = :workflow and d.received_at > :since`);
  const insert = db.prepare<[number, string, number | bigint, number]>(`
    insert into delivery_key (workflow, value, delivery, expires_at) values (?, ?, ?, ?)
    on conflict do update set delivery = excluded.delivery, expires_at = excluded.expires_at`);
  const sweep = db.prepare<[number]>(`
    delete from delivery_key where (workflow, value) in (
      select workflow, value from delivery_key indexed by delivery_key_expiry
      where expires_at <= ? order by expires_at limit ${SWEPT})`);
  let unswept = SWEEP_EVERY;

  return {
    find(delivery, body, { value, lifetimeMs }) {
      const workflow = known.workflow(delivery[1]);
      if (workflow === undefined) return undefined;
      // Nearly always there is none, and binding a body costs a copy of it.
      const seq = findDelivery.get(workflow, value);
      if (seq === undefined) return undefined;
      const since = delivery[11] - lifetimeMs;
      const row = readFirst.get({ seq, workflow, since, sizeBytes: body.byteLength, body });
      return row && { ...row, sameBody: row.sameBody === 1 };
    },
    keep(delivery, seq, { value, lifetimeMs }) {
      const workflow = known.workflow(delivery[1]);
      if (workflow === undefined) throw new ReferenceMissing('The workflow was deleted.');
      const receivedAt = delivery[11];
      insert.run(workflow, value, seq, receivedAt + lifetimeMs);
      unswept += 1;
      if (unswept < SWEEP_EVERY) return;
      sweep.run(receivedAt);
      unswept = 0;
    },
  };
}
