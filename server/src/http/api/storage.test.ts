import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpoints } from '@millrace/shared/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../new-id.ts';
import { openTestServer, type TestServer } from '../start-test-server.ts';

describe('storage', () => {
  let server: TestServer;
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'millrace-storage-'));
    server = await openTestServer({ MILLRACE_DATA_DIR: dataDir, MILLRACE_KEEP_MEGABYTES: '12' });
  });
  afterAll(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true });
  });

  const instance = {
    succeededDays: 30,
    succeededCount: 0,
    succeededMegabytes: 0,
    failedDays: 90,
    failedCount: 0,
    failedMegabytes: 0,
    mostBytes: 12_000_000,
  };
  const nothing = {
    succeededDays: null,
    succeededCount: null,
    succeededMegabytes: null,
    failedDays: null,
    failedCount: null,
    failedMegabytes: null,
  };

  it('says what is kept, and for how long', async () => {
    const { status, body } = await server.call('GET', '/api/storage');
    expect(status).toBe(200);
    expect(endpoints.getStorage.response.parse(body)).toMatchObject({
      executions: { succeeded: 0, filtered: 0, failed: 0, cancelled: 0, unfinished: 0 },
      deliveries: 0,
      oldestExecutionAt: null,
      retention: instance,
    });
    expect(body).toMatchObject({ fileBytes: expect.any(Number), freeBytes: expect.any(Number) });
  });

  it('writes backups for its owner only, and over nothing', async () => {
    const first = await server.call('POST', '/api/backups', { name: 'before.db' });
    expect(first).toMatchObject({
      status: 201,
      body: { file: join(dataDir, 'backups', 'before.db'), secretKeyFile: join(dataDir, 'secret.key') },
    });
    const made = await stat(join(dataDir, 'backups', 'before.db'));
    expect([made.mode & 0o777, made.size]).toEqual([0o600, (first.body as { sizeBytes: number }).sizeBytes]);

    const again = await server.call('POST', '/api/backups', { name: 'before.db' });
    expect(again).toMatchObject({ status: 409, body: { detail: expect.stringMatching(/exists already/) } });
    expect((await stat(join(dataDir, 'backups', 'before.db'))).mtimeMs).toBe(made.mtimeMs);
    for (const name of ['../outside.db', 'a/b.db', '.db', 'plain']) {
      expect((await server.call('POST', '/api/backups', { name })).status).toBe(422);
    }
    const unnamed = await server.call('POST', '/api/backups');
    expect(unnamed.body).toMatchObject({ file: expect.stringMatching(/backups.millrace-\d{8}-\d{6}-\d{3}\.db$/) });
  });

  it('takes limits for one workflow', async () => {
    const created = await server.call('POST', '/api/workflows', { name: 'Orders' });
    const path = `/api/workflows/${(created.body as { id: string }).id}/retention`;
    expect((await server.call('GET', path)).body).toEqual({ own: nothing, instance });
    const own = { ...nothing, succeededDays: 7, failedCount: 0 };
    const set = await server.call('PUT', path, { succeededDays: 7, failedCount: 0 });
    expect(set).toMatchObject({ status: 200, body: { own, instance } });
    expect((await server.call('GET', path)).body).toEqual({ own, instance });
    expect(await server.call('PUT', path, { failedDays: -1 })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'failedDays' }] },
    });
    await server.call('PUT', path, {});
    expect((await server.call('GET', path)).body).toEqual({ own: nothing, instance });
    expect((await server.call('GET', `/api/workflows/${newId()}/retention`)).status).toBe(404);
    expect((await server.call('PUT', `/api/workflows/${newId()}/retention`, {})).status).toBe(404);
  });
});
