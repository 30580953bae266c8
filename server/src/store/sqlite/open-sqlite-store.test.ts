import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accepted, NOON, publishedWorkflow, sampleDelivery, sampleEnd } from '../conformance/samples.ts';
import { DatabaseUnusable } from '../database-unusable.ts';
import { StoreUnavailable } from '../store.ts';
import { NewerDatabase } from './database-error.ts';
import { openSqliteStore } from './open-sqlite-store.ts';

describe('openSqliteStore', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'millrace-open-'));
    file = join(folder, 'millrace.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('keeps everything over a restart', async () => {
    const first = await openSqliteStore({ file });
    const { id } = await accepted(first, await publishedWorkflow(first));
    await first.close();
    const second = await openSqliteStore({ file });
    expect(await second.getExecutionSummary(id)).toMatchObject({ status: 'queued' });
    await second.close();
  });

  it('refuses a database of a newer version, and leaves it as it is', async () => {
    const newer = new SqliteDatabase(file);
    newer.pragma('user_version = 9999');
    newer.close();
    await expect(openSqliteStore({ file })).rejects.toThrow(NewerDatabase);
    await expect(openSqliteStore({ file })).rejects.toThrow(/newer version of Millrace/);
    const after = new SqliteDatabase(file);
    expect(after.pragma('user_version', { simple: true })).toBe(9999);
    expect(after.prepare('select count(*) from sqlite_schema').pluck().get()).toBe(0);
    after.close();
  });

  it('says in a sentence why a file cannot be used', async () => {
    await writeFile(file, 'x'.repeat(5_000));
    await expect(openSqliteStore({ file })).rejects.toThrow(DatabaseUnusable);
    await expect(openSqliteStore({ file })).rejects.toThrow(/not a readable Millrace database/);
    const nowhere = join(folder, 'missing', 'millrace.db');
    await expect(openSqliteStore({ file: nowhere })).rejects.toThrow(DatabaseUnusable);
    await expect(openSqliteStore({ file: nowhere })).rejects.toThrow(/Check that its folder exists/);
  });

  it('is unavailable while another process holds the lock, and recovers', async () => {
    const store = await openSqliteStore({ file, busyTimeoutMs: 20 });
    const published = await publishedWorkflow(store);
    const other = new SqliteDatabase(file);
    other.exec('begin immediate');
    const refused = await Promise.allSettled([accepted(store, published), accepted(store, published)]);
    for (const write of refused) expect(write).toMatchObject({ reason: expect.any(StoreUnavailable) });
    expect((await store.listExecutions({ limit: 5 })).items).toEqual([]);
    other.exec('rollback');
    other.close();
    await accepted(store, published);
    expect((await store.listExecutions({ limit: 5 })).items).toHaveLength(1);
    await store.close();
  });

  it('lets accepted deliveries go before refused ones', async () => {
    const store = await openSqliteStore({ file });
    const published = await publishedWorkflow(store);
    const accepts = Array.from({ length: 1_500 }, () => accepted(store, published));
    const refused = sampleDelivery(published.workflowId, { outcome: 'unverified', status: 401 });
    await expect(store.refuse(refused)).rejects.toThrow(StoreUnavailable);
    await Promise.all(accepts);
    await store.refuse(refused);
    expect(await store.getDelivery(refused.id)).toBeDefined();
    await store.close();
  });

  it('is readable for its owner only', async () => {
    const store = await openSqliteStore({ file });
    await publishedWorkflow(store);
    const modes = ['', '-wal', '-shm'].map(async (suffix) => (await stat(`${file}${suffix}`)).mode & 0o777);
    expect(await Promise.all(modes)).toEqual([0o600, 0o600, 0o600]);
    await store.close();
  });

  it('loses nothing that it acknowledged when its process is killed', { timeout: 60_000 }, async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 2; round += 1) {
      const child = spawn(process.execPath, [fileURLToPath(new URL('accept-until-killed.ts', import.meta.url)), file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const exited = once(child, 'exit');
      let seen = 0;
      for await (const id of createInterface(child.stdout)) {
        acknowledged.push(id);
        seen += 1;
        if (seen === 40) child.kill('SIGKILL');
      }
      await exited;
      expect(seen).toBeGreaterThanOrEqual(40);
    }
    const store = await openSqliteStore({ file });
    for (const id of acknowledged) expect(await store.getExecution(id)).toMatchObject({ status: 'running' });
    const claimed = await store.claimExecutions('next', 10_000, NOON + 1, NOON + 1);
    const ids = new Set(claimed.map(({ id }) => id));
    expect(acknowledged.filter((id) => !ids.has(id))).toEqual([]);
    expect(claimed.every(({ recoveries }) => recoveries === 1)).toBe(true);
    await store.close();
  });

  it('remembers the changes of a step only until its execution ended, however it ended', async () => {
    const store = await openSqliteStore({ file });
    const published = await publishedWorkflow(store);
    const db = new SqliteDatabase(file, { readonly: true });
    const remembered = () => db.prepare('select count(*) from applied_change').pluck().get();
    const changing = async () => {
      const { id } = await accepted(store, published, { owner: 'one' });
      const origin = { kind: 'step', claim: { executionId: id, epoch: 1 }, stepKey: id } as const;
      const place = { collection: 'counters', key: 'k' };
      await store.changeRecord(place, { kind: 'increment', path: [], by: 1 }, origin, NOON);
      return id;
    };
    const [finished, cancelled] = [await changing(), await changing(), await changing()];
    expect(remembered()).toBe(3);
    await store.finishExecution({ executionId: finished, epoch: 1 }, sampleEnd());
    expect(remembered()).toBe(2);
    await store.releaseInstance('one', NOON);
    expect(await store.requestCancel(cancelled, NOON)).toBe('cancelled');
    expect(remembered()).toBe(1);
    await store.deleteWorkflow(published.workflowId);
    await expect.poll(remembered, { timeout: 10_000 }).toBe(0);
    db.close();
    await store.close();
  });

  it('goes on removing a deleted workflow after a restart', async () => {
    const first = await openSqliteStore({ file });
    const published = await publishedWorkflow(first);
    await Promise.all(Array.from({ length: 500 }, () => accepted(first, published)));
    await first.close();
    // As a process leaves it that dies right after it marked the workflow.
    const db = new SqliteDatabase(file);
    db.exec('update workflow set deleted_at = 1');
    const second = await openSqliteStore({ file });
    const count = db.prepare('select count(*) from workflow').pluck();
    await expect.poll(() => count.get(), { timeout: 10_000 }).toBe(0);
    expect(db.prepare('select (select count(*) from execution) + (select count(*) from delivery)').pluck().get()).toBe(
      0,
    );
    db.close();
    await second.close();
  });
});
