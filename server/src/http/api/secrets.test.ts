import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startTestServer } from '../start-test-server.ts';

const VALUE = 'a-canary-that-nobody-may-read';

it('takes values and never gives them back', async () => {
  const { call } = await startTestServer();
  const put = await call('PUT', '/api/secrets/ORDER_HMAC', { value: VALUE });
  expect(put.body).toEqual({ name: 'ORDER_HMAC', createdAt: expect.any(String), updatedAt: expect.any(String) });
  const list = await call('GET', '/api/secrets');
  expect(list.body).toMatchObject({ items: [{ name: 'ORDER_HMAC' }], nextCursor: null });
  expect(JSON.stringify([put.body, list.body])).not.toContain(VALUE);
  expect((await call('GET', '/api/secrets/ORDER_HMAC')).status).toBe(405);
  expect((await call('DELETE', '/api/secrets/ORDER_HMAC')).status).toBe(204);
  expect((await call('DELETE', '/api/secrets/ORDER_HMAC')).status).toBe(404);
});

it('refuses a blank value and a name that no template could say', async () => {
  const { call } = await startTestServer();
  expect(await call('PUT', '/api/secrets/EMPTY', { value: ' ' })).toMatchObject({ status: 422 });
  expect(await call('PUT', '/api/secrets/not-a-name', { value: 'x' })).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'name' }] },
  });
});

it('verifies with a secret as soon as it is there, and refuses as soon as it is gone', async () => {
  const { call, origin } = await startTestServer();
  const verification = { preset: 'header-token', secrets: ['TOKEN'], header: 'x-token', prefix: '' };
  const graph = {
    nodes: [{ id: 'a', type: 'webhook', name: 'A', position: { x: 0, y: 0 }, config: { verification } }],
    edges: [],
  };
  await call('POST', '/api/workflows', { name: 'Verified', slug: 'verified', graph });
  const send = async () =>
    (await fetch(`${origin}/hooks/verified`, { method: 'POST', headers: { 'x-token': VALUE } })).status;
  expect(await send()).toBe(503);
  await call('PUT', '/api/secrets/TOKEN', { value: VALUE });
  expect(await send()).toBe(200);
  await call('PUT', '/api/secrets/TOKEN', { value: 'another' });
  expect(await send()).toBe(401);
  const { body } = await call('GET', '/api/deliveries');
  expect(JSON.stringify(body)).not.toContain(VALUE);
});

it('stands sealed in the database', async ({ onTestFinished }) => {
  const { mkdtempSync, rmSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const dataDir = mkdtempSync(join(tmpdir(), 'millrace-sealed-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const { call, stop } = await startTestServer({ MILLRACE_DATA_DIR: dataDir });
  await call('PUT', '/api/secrets/CANARY', { value: VALUE });
  await stop();
  expect(readFileSync(join(dataDir, 'millrace.db')).includes(VALUE)).toBe(false);
  expect(readFileSync(join(dataDir, 'millrace.db')).includes('CANARY')).toBe(true);
});
