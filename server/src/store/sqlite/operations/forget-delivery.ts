import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';

interface Keyed {
  readonly workflow: number;
  readonly id: string;
  readonly status: number;
  readonly received_at: number;
  readonly size_bytes: number;
  readonly key: string;
  readonly key_expires_at: number;
  readonly body: Uint8Array;
}

/**
 * Deletes a delivery on which nothing that is kept ran, and answers whether it did. What a key of it that has not expired
 * needs is kept apart: who came first and with which body. `executionId` is the execution that began with it.
 *
 * The newest delivery stays until there is a newer one, since its number would be given away again.
 */
export function forgetDelivery(db: Database): (delivery: number, executionId: string | null, now: number) => boolean {
  const readKeyed = db.prepare<[number, number], Keyed>(`
    select workflow, id, status, received_at, size_bytes, key, key_expires_at, body from delivery
    where seq = ? and key is not null and key_expires_at > ?`);
  const remember = db.prepare<unknown[]>(`
    insert or replace into forgotten_delivery (
      seq, workflow, id, status, received_at, size_bytes, key, key_expires_at, execution_id, body_hash)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const remove = db.prepare<[number]>(`
    delete from delivery
    where seq = ? and seq < (select max(seq) from delivery)
      and not exists (select 1 from execution where delivery = delivery.seq)`);
  return (delivery, executionId, now) => {
    const keyed = readKeyed.get(delivery, now);
    if (remove.run(delivery).changes === 0) return false;
    if (keyed === undefined) return true;
    const { workflow, id, status, received_at, size_bytes, key, key_expires_at, body } = keyed;
    const hash = createHash('sha256').update(body).digest();
    remember.run(...[delivery, workflow, id, status, received_at, size_bytes, key, key_expires_at, executionId, hash]);
    return true;
  };
}
