import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { endpoints } from '@millrace/shared/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { everyPage } from '../support/every-page.ts';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const run = promisify(execFile);
const command = fileURLToPath(new URL('../../server/scripts/backup.ts', import.meta.url));
/** Senders that post one delivery after the other. */
const SENDERS = 8;
/** So much that a copy takes a while. */
const PADDING = 'x'.repeat(200_000);

let folder: string;
let server: RunningServer;
let restored: RunningServer | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-backup-'));
  server = await startServer({ dataDir: join(folder, 'data') });
});
afterAll(async () => {
  await Promise.all([server.close(), restored?.close()]);
  await rm(folder, { recursive: true, force: true });
});

interface Acknowledged {
  readonly deliveryId: string;
  readonly executionId: string;
}

/** Posts until it is told to stop; what got a 2xx is added to `acknowledged`. */
async function post(url: string, acknowledged: Acknowledged[], signal: AbortSignal, padding = ''): Promise<void> {
  while (!signal.aborted) {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify({ token: padding }) });
    expect(response.status).toBe(200);
    acknowledged.push((await response.json()) as Acknowledged);
  }
}

/** Asks a database by the SQLite of Node, which shares no code with what wrote it. */
function ask(file: string, sql: string): unknown {
  const db = new DatabaseSync(file, { readOnly: true });
  const row = db.prepare(sql).get();
  db.close();
  return row === undefined ? undefined : Object.values(row)[0];
}

it('copies everything acknowledged before it began, under load, and starts from the copy', async () => {
  await server.api(endpoints.putSecret, { params: { name: 'TOKEN' }, body: { value: 'secret of the backup' } });
  const { triggerUrl } = await publishedWorkflow(
    server.api,
    'Orders',
    graphOf([
      { id: 'hook', type: 'webhook', name: 'Order' },
      { id: 'map', type: 'transform', name: 'Fields', config: { keep: 'none' } },
    ]),
  );
  const acknowledged: Acknowledged[] = [];
  const filled = new AbortController();
  const filling = Array.from({ length: SENDERS }, () => post(triggerUrl, acknowledged, filled.signal, PADDING));
  await expect.poll(() => acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(250);
  filled.abort();
  await Promise.all(filling);

  const stop = new AbortController();
  const senders = Array.from({ length: SENDERS }, () => post(triggerUrl, acknowledged, stop.signal));
  await expect.poll(() => acknowledged.length).toBeGreaterThan(300);
  const [byServer, byCommand] = [[...acknowledged], [...acknowledged]];
  const backup = await server.api(endpoints.createBackup, { body: { name: 'one.db' } });
  const meanwhile = acknowledged.length - byServer.length;
  byCommand.push(...acknowledged.slice(byCommand.length));
  const other = join(folder, 'two.db');
  const env = { ...process.env, MILLRACE_DATA_DIR: server.dataDir };
  const { stdout } = await run(process.execPath, [command, other], { env });
  stop.abort();
  await Promise.all(senders);
  // Senders were answered while it was written.
  expect(meanwhile).toBeGreaterThan(0);
  expect(stdout).toContain(join(server.dataDir, 'secret.key'));
  expect(backup).toMatchObject({
    file: join(server.dataDir, 'backups', 'one.db'),
    secretKeyFile: join(server.dataDir, 'secret.key'),
  });

  for (const file of [backup.file, other]) {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(ask(file, 'pragma integrity_check')).toBe('ok');
    expect(ask(file, 'pragma foreign_key_check')).toBeUndefined();
    // Incremental: a restored database has to become smaller again, too.
    expect(ask(file, 'pragma auto_vacuum')).toBe(2);
  }
  await expect(run(process.execPath, [command, other], { env })).rejects.toThrow(/exists already/);

  for (const [name, file, promised] of [
    ['first', backup.file, byServer],
    ['second', other, byCommand],
  ] as const) {
    await restored?.close();
    const dataDir = await mkdtemp(join(folder, `${name}-`));
    await copyFile(file, join(dataDir, 'millrace.db'));
    await copyFile(join(server.dataDir, 'secret.key'), join(dataDir, 'secret.key'));
    restored = await startServer({ dataDir });
    const { api } = restored;
    const all = await everyPage((cursor) => api(endpoints.listExecutions, { query: { limit: 200, cursor } }));
    const known = new Map(all.map(({ id, deliveryId }) => [id, deliveryId]));
    expect(promised.filter(({ executionId, deliveryId }) => known.get(executionId) !== deliveryId)).toEqual([]);
    // What had not ended goes on, and what is sent from now on is taken.
    await expect
      .poll(async () => (await api(endpoints.getStorage, {})).executions, { timeout: 20_000 })
      .toMatchObject({ unfinished: 0, succeeded: all.length });
    expect((await api(endpoints.listSecrets, { query: {} })).items).toMatchObject([{ name: 'TOKEN' }]);
    const { items } = await api(endpoints.listWorkflows, { query: {} });
    const fresh = await fetch(items[0]?.triggerUrl ?? '', { method: 'POST', body: '{}' });
    expect(fresh.status).toBe(200);
  }
});
