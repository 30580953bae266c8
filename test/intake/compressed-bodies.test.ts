import { createHmac } from 'node:crypto';
import { brotliCompressSync, constants, createGzip, deflateSync, gzipSync } from 'node:zlib';
import { endpoints } from '@millrace/shared/api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { everyPage } from '../support/every-page.ts';
import { graphOf, publishedWorkflow } from '../support/published-workflow.ts';
import { residentMegabytes } from '../support/resident-megabytes.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const SECRET = 'a-secret-of-these-tests';
/** The limit of the server's bodies, in bytes. */
const LIMIT = 1024 * 1024;

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
  await server.api(endpoints.putSecret, { params: { name: 'SIGNING' }, body: { value: SECRET } });
});
afterAll(() => server?.close());

const publish = async (config: Record<string, unknown>) =>
  await publishedWorkflow(server.api, 'Orders', graphOf([{ id: 'hook', type: 'webhook', config }]));

let workflow: { readonly id: string; readonly triggerUrl: string };
beforeEach(async () => {
  workflow = await publish({ limits: { compressed: true } });
});

const send = async (encoding: string, body: Uint8Array, headers: Record<string, string> = {}): Promise<Response> =>
  await fetch(workflow.triggerUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-encoding': encoding, ...headers },
    body: new Uint8Array(body),
  });

const deliveries = () =>
  everyPage((cursor) => server.api(endpoints.listDeliveries, { query: { workflowId: workflow.id, cursor } }));
const executions = () =>
  everyPage((cursor) => server.api(endpoints.listExecutions, { query: { workflowId: workflow.id, cursor } }));

/** Compressed in pieces, so that what it becomes is never held. */
const gzippedZeros = async (bytes: number): Promise<Uint8Array> => {
  const gzip = createGzip({ level: 9 });
  const compressed = gzip.toArray();
  const piece = Buffer.alloc(1024 * 1024);
  for (let sent = 0; sent < bytes; sent += piece.length) {
    if (!gzip.write(piece)) await new Promise((resolve) => gzip.once('drain', resolve));
  }
  gzip.end();
  return Buffer.concat(await compressed);
};

describe('A11 a compressed body', () => {
  const order = '{"order":"A-17","note":"naïve"}';
  it.each([
    ['gzip', gzipSync(order)],
    ['GZip', gzipSync(order)],
    ['x-gzip', gzipSync(order)],
    ['br', brotliCompressSync(order)],
    ['deflate', deflateSync(order)],
  ])('A11 as %s is read and kept inflated, where the workflow takes it', async (encoding, body) => {
    expect((await send(encoding, body)).status).toBe(200);
    const [{ id = '' } = {}] = await deliveries();
    const kept = await server.api(endpoints.getDelivery, { params: { id } });
    expect(kept.rawBody).toEqual({ encoding: 'utf-8', text: order });
    expect(kept.body).toEqual(JSON.parse(order));
  });

  it('A11 is verified as its sender signed it, which is before it was compressed', async () => {
    workflow = await publish({
      limits: { compressed: true },
      verification: { preset: 'github', secrets: ['SIGNING'] },
    });
    const sign = (bytes: string | Uint8Array) => ({
      'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(bytes).digest('hex')}`,
    });
    const compressed = gzipSync(order);
    expect((await send('gzip', compressed, sign(order))).status).toBe(200);
    expect((await send('gzip', compressed, sign(compressed))).status).toBe(401);
  });

  it('A11 is refused with 415 where the workflow does not take it, which is told', async () => {
    workflow = await publish({});
    const response = await send('gzip', gzipSync(order));
    expect(response.status).toBe(415);
    expect(response.headers.get('accept-encoding')).toBe('identity');
    expect(await executions()).toEqual([]);
  });

  it.each(['gzip, gzip', 'gzip, br', 'br,gzip', 'gzip, identity', 'compress', 'zstd', 'constructor', '*'])(
    'A11 as %s is refused with 415',
    async (encoding) => {
      const response = await send(encoding, gzipSync(gzipSync(order)));
      expect(response.status).toBe(415);
      expect(response.headers.get('accept-encoding')).toBe('gzip, br, deflate');
      expect(await executions()).toEqual([]);
    },
  );

  it.each([
    ['cut short', 'gzip', gzipSync(order).subarray(0, -9)],
    ['not compressed at all', 'gzip', Buffer.from(order)],
    ['of another coding', 'br', gzipSync(order)],
    ['with a wrong checksum', 'gzip', Buffer.concat([gzipSync(order).subarray(0, -8), Buffer.alloc(8)])],
  ])('A11 that is %s is refused with 400', async (_, encoding, body) => {
    expect((await send(encoding, body)).status).toBe(400);
    await expect.poll(async () => (await deliveries()).map(({ outcome }) => outcome)).toEqual(['malformed']);
    expect(await executions()).toEqual([]);
  });

  it('A11 may inflate to the limit and no further', async () => {
    const json = (bytes: number) => Buffer.from(`"${'x'.repeat(bytes - 2)}"`);
    expect((await send('gzip', gzipSync(json(LIMIT)))).status).toBe(200);
    expect((await send('gzip', gzipSync(json(LIMIT + 1)))).status).toBe(413);
    expect((await send('br', brotliCompressSync(json(LIMIT + 1)))).status).toBe(413);
  });

  it('A11 that is a bomb is refused with 413 and takes no memory', { timeout: 60_000 }, async () => {
    const gzip = await gzippedZeros(512 * 1024 * 1024);
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
    const brotli = brotliCompressSync(Buffer.alloc(512 * 1024 * 1024), options);
    for (const bomb of [gzip, brotli]) expect(bomb.length).toBeLessThan(LIMIT);
    await send('gzip', gzip);
    const before = await residentMegabytes(server.process.pid ?? 0);
    const answers = await Promise.all([gzip, brotli, gzip, brotli].map((b) => send(b === gzip ? 'gzip' : 'br', b)));
    expect(answers.map(({ status }) => status)).toEqual([413, 413, 413, 413]);
    // Of 2 GB that would have come of them.
    expect((await residentMegabytes(server.process.pid ?? 0)) - before).toBeLessThan(128);
    await expect
      .poll(async () => (await deliveries()).map(({ outcome }) => outcome))
      .toEqual(Array(5).fill('too-large'));
    expect(await executions()).toEqual([]);
  });
});
