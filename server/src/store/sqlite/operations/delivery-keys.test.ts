import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOON, publishedWorkflow, sampleDelivery } from '../../conformance/samples.ts';
import type { Store } from '../../store.ts';
import { first } from '../migrations/0001-first.ts';
import { openSqliteStore } from '../open-sqlite-store.ts';

describe('delivery keys', () => {
  let folder: string;
  let file: string;
  let store: Store;
  let db: Database;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'millrace-keys-'));
    file = join(folder, 'millrace.db');
    store = await openSqliteStore({ file });
    db = new SqliteDatabase(file, { readonly: true });
  });
  afterEach(async () => {
    db.close();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const count = (table: string): unknown => db.prepare(`select count(*) from ${table}`).pluck().get();
  /** Accepts so many deliveries, each with a key of its own. */
  const accept = async (workflowId: string, many: number, receivedAt: number): Promise<void> => {
    const accepts = Array.from({ length: many }, (_, index) =>
      store.accept(sampleDelivery(workflowId, { receivedAt }), null, {
        value: `${receivedAt} ${index}`,
        lifetimeMs: 1_000,
      }),
    );
    await Promise.all(accepts);
  };

  it('are removed once they expired, a few at a time', async () => {
    const { workflowId } = await publishedWorkflow(store);
    await accept(workflowId, 1_000, NOON);
    expect(count('delivery_key')).toBe(1_000);
    const before = Number(count('delivery_key'));
    await accept(workflowId, 64, NOON + 1_000);
    const after = Number(count('delivery_key'));
    expect(after).toBeLessThan(before);
    expect(after).toBeGreaterThan(before / 2);
    await accept(workflowId, 64 * 5, NOON + 1_001);
    expect(count('delivery_key')).toBe(64 * 6);
  });

  it('are not removed before', async () => {
    const { workflowId } = await publishedWorkflow(store);
    await accept(workflowId, 200, NOON);
    await accept(workflowId, 200, NOON + 999);
    expect(count('delivery_key')).toBe(400);
  });

  it('go with their workflow, and so does what repeats another delivery', async () => {
    const [{ workflowId }, other] = [await publishedWorkflow(store), await publishedWorkflow(store)];
    await accept(workflowId, 500, NOON);
    await accept(workflowId, 500, NOON + 1);
    await accept(workflowId, 500, NOON + 1);
    await accept(other.workflowId, 3, NOON);
    expect([count('delivery_key'), count('duplicate')]).toEqual([1_003, 500]);
    await store.deleteWorkflow(workflowId);
    await expect.poll(() => count('workflow'), { timeout: 10_000 }).toBe(1);
    expect([count('delivery_key'), count('duplicate'), count('delivery')]).toEqual([3, 0, 3]);
  });

  it('come to a database that was there before, with what it holds', async () => {
    const older = join(folder, 'older.db');
    const [workflowId, kept] = [randomUUID(), randomUUID()];
    const made = new SqliteDatabase(older);
    made.exec(first);
    made.exec(`
      insert into workflow (id, name, slug, created_at, updated_at) values ('${workflowId}', 'Orders', 'orders', 1, 1);
      insert into delivery values (
        1, '${kept}', 1, 'stale', 401, 'It is old.', 'POST', null, '127.0.0.1', 'none', null, 0, 1, 0, '', '', '[]', x'')`);
    made.pragma('user_version = 1');
    made.close();
    const updated = await openSqliteStore({ file: older });
    expect(await updated.getDelivery(kept)).toMatchObject({ outcome: 'stale', duplicateOf: null });
    const deliveries = [sampleDelivery(workflowId), sampleDelivery(workflowId)];
    const key = { value: 'event', lifetimeMs: 1_000 };
    const answers = await Promise.all(deliveries.map((delivery) => updated.accept(delivery, null, key)));
    expect(answers.map((answer) => answer?.deliveryId)).toEqual([undefined, deliveries[0]?.id]);
    await updated.refuse(sampleDelivery(workflowId, { outcome: 'unverified', status: 401 }));
    await updated.close();
  });
});
