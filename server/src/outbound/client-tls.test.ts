import { createServer } from 'node:https';
import { type GenerateResult, generate } from 'selfsigned';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { parseAllowTargets } from './allow-targets.ts';
import { createOutbound } from './client.ts';
import { type LoopbackServer, listen } from './loopback-server.ts';
import type { Outbound } from './outbound.ts';

const HOUR_MS = 3_600_000;

const certificate = (host: string, fromMs: number, untilMs: number) =>
  generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() + fromMs),
    notAfterDate: new Date(Date.now() + untilMs),
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: host }] },
    ],
  });

let good: GenerateResult;
let expired: GenerateResult;
let server: LoopbackServer;
let expiredServer: LoopbackServer;
let outbound: Outbound | undefined;

beforeAll(async () => {
  [good, expired] = await Promise.all([
    certificate('crm.example', -HOUR_MS, HOUR_MS),
    certificate('crm.example', -2 * HOUR_MS, -HOUR_MS),
  ]);
  const serve = ({ cert, private: key }: GenerateResult) =>
    listen(
      createServer({ cert, key, ALPNProtocols: ['h2', 'http/1.1'] }, (req, res) => res.end(`HTTP/${req.httpVersion}`)),
    );
  [server, expiredServer] = await Promise.all([serve(good), serve(expired)]);
});

afterEach(() => outbound?.close());
afterAll(() => Promise.all([server.close(), expiredServer.close()]));

const start = (certificateAuthorities?: readonly string[]) => {
  const allowTargets = parseAllowTargets('127.0.0.1');
  if (typeof allowTargets === 'string') throw new Error(allowTargets);
  outbound = createOutbound({
    allowTargets,
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
    ...(certificateAuthorities && { certificateAuthorities }),
  });
  return outbound;
};
const get = (client: Outbound, host: string, port: number, insecureTls = false) =>
  client.send({
    method: 'GET',
    url: `https://${host}:${port}/`,
    headers: [],
    timeoutMs: 5000,
    maxResponseBytes: 1000,
    redirects: { follow: false, max: 0 },
    insecureTls,
  });

test('a certificate that is in order; never HTTP/2, though the server prefers it', async () => {
  const client = start([good.cert]);
  const { body } = await get(client, 'crm.example', server.port);
  expect(Buffer.from(body).toString()).toBe('HTTP/1.1');
});

test('self-signed', async () => {
  await expect(get(start(), 'crm.example', server.port)).rejects.toMatchObject({
    code: 'tls',
    mayHaveBeenSent: false,
    message: 'crm.example cannot be trusted or understood: its certificate is self-signed.',
  });
});

test('made for another host, also after a good connection to the same server', async () => {
  const client = start([good.cert]);
  await get(client, 'crm.example', server.port);
  for (const host of ['other.example', '127.0.0.1']) {
    await expect(get(client, host, server.port)).rejects.toMatchObject({
      code: 'tls',
      message: expect.stringContaining('made for another host'),
    });
  }
});

test('expired', async () => {
  await expect(get(start([expired.cert]), 'crm.example', expiredServer.port)).rejects.toMatchObject({
    code: 'tls',
    message: expect.stringContaining('has expired'),
  });
});

test('any certificate will do when the request says so, and only for that request', async () => {
  const client = start();
  expect((await get(client, 'crm.example', server.port, true)).status).toBe(200);
  expect((await get(client, 'other.example', expiredServer.port, true)).status).toBe(200);
  await expect(get(client, 'crm.example', server.port)).rejects.toMatchObject({ code: 'tls' });
});

test('fifty failures leave no connection open', async () => {
  const client = start();
  const before = server.connections();
  for (let index = 0; index < 50; index += 1) {
    await expect(get(client, 'crm.example', server.port)).rejects.toMatchObject({ code: 'tls' });
  }
  expect(server.connections() - before).toBe(50);
  await expect.poll(() => server.open()).toBe(0);
});
