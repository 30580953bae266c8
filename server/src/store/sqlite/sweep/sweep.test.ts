import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  FOR_EVER,
  NOON,
  publishedWorkflow,
  sampleDelivery,
  sampleEnd,
  sampleExecution,
} from '../../conformance/samples.ts';
import type { NewDelivery, Store } from '../../store.ts';
import { openSqliteStore } from '../open-sqlite-store.ts';

const DAY_MS = 86_400_000;
const A_DAY = { ...FOR_EVER, succeededDays: 1, failedDays: 1 };

const remove = (store: Store, now: number, policy = A_DAY) =>
  store.removeExpired({ policy, mostBytes: 0, now }, new AbortController().signal);

/** Executions that ended at noon, each with a body of so many bytes and a key that lives for a month. */
async function fill(store: Store, count: number, bodyBytes: number): Promise<string> {
  const published = await publishedWorkflow(store);
  const body = Buffer.alloc(bodyBytes, 'x');
  const writes = Array.from({ length: count }, async (_, number) => {
    const delivery = sampleDelivery(published.workflowId, { body });
    const execution = sampleExecution(published, delivery.id, { owner: 'one' });
    await store.accept(delivery, execution, { value: `event-${number}`, lifetimeMs: 30 * DAY_MS });
    await store.finishExecution({ executionId: execution.id, epoch: 1 }, sampleEnd());
  });
  await Promise.all(writes);
  return published.workflowId;
}

describe('retention in SQLite', { timeout: 60_000 }, () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'millrace-sweep-'));
    file = join(folder, 'millrace.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const ask = (sql: string): unknown => {
    const db = new SqliteDatabase(file, { readonly: true });
    const answer = db.prepare(sql).pluck().get();
    db.close();
    return answer;
  };

  it('makes the file smaller again, and keeps its log short', async () => {
    const store = await openSqliteStore({ file });
    await fill(store, 300, 100_000);
    const before = await store.measure();
    expect(before.fileBytes).toBeGreaterThan(30_000_000);
    // All but the newest delivery, whose number would be given away again.
    expect(await remove(store, NOON + 2 * DAY_MS)).toEqual({ executions: 300, deliveries: 299 });
    const after = await store.measure();
    expect(after.fileBytes).toBeLessThan(2_000_000);
    expect((await stat(`${file}-wal`)).size).toBeLessThanOrEqual(64 * 1024 * 1024);
    await store.close();
    expect((await stat(file)).size).toBe(after.fileBytes);
    expect(ask('select count(*) from execution_end')).toBe(0);
  });

  it('knows keys again that were not filed yet when their delivery went, also after a restart', async () => {
    const first = await openSqliteStore({ file });
    const workflowId = await fill(first, 20, 10);
    await remove(first, NOON + 2 * DAY_MS);
    await first.close();
    expect(ask('select count(*) from filed_round')).toBe(0);
    const second = await openSqliteStore({ file });
    const again = sampleDelivery(workflowId, { receivedAt: NOON + 3 * DAY_MS });
    expect(await second.accept(again, null, { value: 'event-3', lifetimeMs: 30 * DAY_MS })).toMatchObject({
      status: 200,
      deliveryId: expect.any(String),
      executionId: expect.any(String),
    });
    await second.close();
  });

  it('takes no delivery for a repetition because it got the number of a removed one', async () => {
    const store = await openSqliteStore({ file });
    const kept = await publishedWorkflow(store);
    const send = async (change: Partial<NewDelivery>, value: string) => {
      const delivery = sampleDelivery(kept.workflowId, change);
      const first = await store.accept(delivery, null, { value, lifetimeMs: 30 * DAY_MS });
      return { id: delivery.id, first };
    };
    const { id } = await send({}, 'first');
    const gone = await fill(store, 3, 10);
    // What a deleted workflow had were the newest deliveries; their numbers come again.
    await remove(store, NOON + 2 * DAY_MS);
    await store.deleteWorkflow(gone);
    await expect.poll(() => ask('select count(*) from workflow')).toBe(1);
    const receivedAt = NOON + 3 * DAY_MS;
    const second = await send({ receivedAt }, 'second');
    expect(second.first).toBeUndefined();
    expect(ask(`select seq from delivery where id = '${second.id}'`)).toBe(1);
    expect((await send({ receivedAt }, 'first')).first).toMatchObject({ deliveryId: id });
    expect((await send({ receivedAt }, 'second')).first).toMatchObject({ deliveryId: second.id });
    await store.close();
  });

  it('leaves everything sound when it is killed in the middle of a round', async () => {
    const setUp = await openSqliteStore({ file });
    await fill(setUp, 500, 2_000);
    await setUp.close();
    const now = NOON + 2 * DAY_MS;
    let kills = 0;
    for (const afterMs of [30, 80]) {
      const script = fileURLToPath(new URL('sweep-until-killed.ts', import.meta.url));
      const child = spawn(process.execPath, [script, file, String(now)], { stdio: ['ignore', 'pipe', 'inherit'] });
      const exited = once(child, 'exit');
      await once(child.stdout, 'data');
      await sleep(afterMs);
      child.kill('SIGKILL');
      const [, signal] = await exited;
      if (signal === 'SIGKILL') kills += 1;
      expect(ask('pragma integrity_check')).toBe('ok');
      expect(ask('pragma foreign_key_check')).toBeUndefined();
      // Each with its end and its delivery, or gone with both.
      expect(ask('select (select count(*) from execution) - (select count(*) from execution_end)')).toBe(0);
      expect(
        ask(`select count(*) from delivery d where seq < (select max(seq) from delivery)
               and not exists (select 1 from execution where delivery = d.seq)`),
      ).toBe(0);
      expect(ask(`select count(*) from (select key from delivery union select key from forgotten_delivery)`)).toBe(500);
    }
    expect(kills).toBeGreaterThan(0);
    const store = await openSqliteStore({ file });
    await remove(store, now);
    expect(await store.measure()).toMatchObject({ executions: { succeeded: 0 }, deliveries: 1 });
    await store.close();
  });
});
