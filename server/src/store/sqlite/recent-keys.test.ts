import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOON, publishedWorkflow, sampleDelivery } from '../conformance/samples.ts';
import { ReferenceMissing, type Store } from '../store.ts';
import { first } from './migrations/0001-first.ts';
import { deduplication } from './migrations/0002-deduplication.ts';
import { openSqliteStore } from './open-sqlite-store.ts';

const DAY_MS = 86_400_000;
/** More than are kept in memory, and what it takes until all of those are filed. */
const ROUND = 20_000;
const UNTIL_FILED = (ROUND / 256) * 64 + 256;

describe('keys of deliveries', () => {
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
  const acceptOne = (
    workflowId: string,
    value: string,
    { receivedAt = NOON, lifetimeMs = DAY_MS } = {},
  ): ReturnType<Store['accept']> =>
    store.accept(sampleDelivery(workflowId, { receivedAt, body: Buffer.from('{}') }), null, { value, lifetimeMs });
  /** Accepts so many deliveries, each with a key of its own, and answers how many of them were duplicates. */
  const accept = async (workflowId: string, from: number, many: number, options = {}): Promise<number> => {
    let duplicates = 0;
    for (let start = 0; start < many; start += 5_000) {
      const length = Math.min(5_000, many - start);
      const accepts = Array.from({ length }, (_, index) =>
        acceptOne(workflowId, `event ${from + start + index}`, options),
      );
      duplicates += (await Promise.all(accepts)).filter((answer) => answer !== undefined).length;
    }
    return duplicates;
  };

  it('are known in memory, while they are filed, and after that', async () => {
    const { workflowId } = await publishedWorkflow(store);
    expect(await accept(workflowId, 0, ROUND - 64)).toBe(0);
    expect(count('filed_key')).toBe(0);
    expect(await acceptOne(workflowId, 'event 7')).toBeDefined();
    expect(await accept(workflowId, ROUND, 256)).toBe(0);
    const filed = Number(count('filed_key'));
    expect(filed).toBeGreaterThan(0);
    expect(filed).toBeLessThan(ROUND / 2);
    for (let event = 0; event < ROUND - 64; event += 500) {
      expect(await acceptOne(workflowId, `event ${event}`), String(event)).toBeDefined();
    }
    expect(await accept(workflowId, 2 * ROUND, UNTIL_FILED)).toBe(0);
    expect(count('filed_key')).toBeGreaterThanOrEqual(ROUND - 64);
    for (let event = 0; event < ROUND - 64; event += 500) {
      expect(await acceptOne(workflowId, `event ${event}`), String(event)).toBeDefined();
    }
    expect(await acceptOne(workflowId, 'event new')).toBeUndefined();
  }, 60_000);

  it('are known again after a restart, filed or not', async () => {
    const { workflowId } = await publishedWorkflow(store);
    await accept(workflowId, 0, ROUND + 1_000);
    const filed = Number(count('filed_key'));
    expect(filed).toBeGreaterThan(0);
    await store.close();
    store = await openSqliteStore({ file });
    for (let event = 0; event < ROUND + 1_000; event += 500) {
      expect(await acceptOne(workflowId, `event ${event}`), String(event)).toBeDefined();
    }
  }, 60_000);

  it('are forgotten with the transaction that was rolled back, and those before it are not', async () => {
    const { workflowId, graphId } = await publishedWorkflow(store);
    expect(await acceptOne(workflowId, 'before')).toBeUndefined();
    const delivery = sampleDelivery(workflowId);
    const execution = {
      ...{ id: delivery.id, workflowId, version: 1, graph: { graphId: `no ${graphId}` }, deliveryId: delivery.id },
      ...{ origin: { kind: 'delivery' as const }, untilNode: null, owner: null, reusedSteps: [], createdAt: NOON },
    };
    const key = { value: 'failed', lifetimeMs: DAY_MS };
    await expect(store.accept(delivery, execution, key)).rejects.toThrow(ReferenceMissing);
    expect(await acceptOne(workflowId, 'failed')).toBeUndefined();
    expect(await acceptOne(workflowId, 'failed')).toBeDefined();
    expect(await acceptOne(workflowId, 'before')).toBeDefined();
  });

  it('are removed once they expired, a few at a time', async () => {
    const { workflowId } = await publishedWorkflow(store);
    await accept(workflowId, 0, ROUND + UNTIL_FILED, { lifetimeMs: 1_000 });
    expect(count('filed_key')).toBeGreaterThanOrEqual(ROUND);
    await accept(workflowId, 2 * ROUND, 64, { receivedAt: NOON + 1_000 });
    expect(count('filed_key')).toBeGreaterThan(ROUND / 2);
    await accept(workflowId, 2 * ROUND + 64, UNTIL_FILED, { receivedAt: NOON + 1_000 });
    expect([count('filed_key'), count('filed_round')]).toEqual([0, 0]);
    expect(await acceptOne(workflowId, 'event 7', { receivedAt: NOON + DAY_MS, lifetimeMs: 10 })).toBeUndefined();
  }, 60_000);

  it('go with their workflow, and so does what repeats another delivery', async () => {
    const [{ workflowId }, other] = [await publishedWorkflow(store), await publishedWorkflow(store)];
    await accept(workflowId, 0, ROUND + 500);
    await accept(workflowId, 0, 500);
    await accept(other.workflowId, 0, 3);
    expect(count('duplicate')).toBe(500);
    await store.deleteWorkflow(workflowId);
    await expect.poll(() => count('workflow'), { timeout: 20_000 }).toBe(1);
    expect([count('filed_key'), count('duplicate'), count('delivery')]).toEqual([0, 0, 3]);
    // What was being filed when the workflow went does not stop what comes now.
    expect(await accept(other.workflowId, 0, 500)).toBe(3);
  }, 60_000);

  it('come to a database that was there before, with what it holds', async () => {
    const older = join(folder, 'older.db');
    const workflowId = '0197c2a0-0000-7000-8000-000000000001';
    const kept = '0197c2a0-0000-7000-8000-000000000002';
    const made = new SqliteDatabase(older);
    made.exec(first);
    made.exec(deduplication);
    made.exec(`
      insert into workflow (id, name, slug, created_at, updated_at) values ('${workflowId}', 'Orders', 'orders', 1, 1);
      insert into delivery values (
        1, '${kept}', 1, 'accepted', 200, null, 'POST', null, '127.0.0.1', 'none', null, 0, ${NOON}, 0, '', '', '[]', x'');
      insert into delivery_key values (1, 'event', 1, ${NOON + DAY_MS});`);
    made.pragma('user_version = 2');
    made.close();
    await store.close();
    store = await openSqliteStore({ file: older });
    expect(await acceptOne(workflowId, 'event')).toMatchObject({ deliveryId: kept });
    expect(await acceptOne(workflowId, 'other')).toBeUndefined();
    expect(await acceptOne(workflowId, 'other')).toBeDefined();
  });
});
