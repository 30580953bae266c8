import type { IncomingMessage } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parseAllowTargets } from './allow-targets.ts';
import { createOutbound, type OutboundOptions } from './client.ts';
import { type LoopbackServer, listenHttp } from './loopback-server.ts';
import type { Outbound, OutboundRequest } from './outbound.ts';

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

let server: LoopbackServer;
let other: LoopbackServer;
let outbound: Outbound;
let seen: Seen[];

const allowing = (text: string): OutboundOptions => {
  const allowTargets = parseAllowTargets(text);
  if (typeof allowTargets === 'string') throw new Error(allowTargets);
  return { allowTargets };
};
const request = (url: string, more: Partial<OutboundRequest> = {}): OutboundRequest => ({
  method: 'GET',
  url,
  headers: [],
  timeoutMs: 5000,
  maxResponseBytes: 1_000_000,
  redirects: { follow: true, max: 5 },
  ...more,
});
const text = (body: Uint8Array) => Buffer.from(body).toString();

beforeEach(async () => {
  seen = [];
  other = await listenHttp((req, res) => {
    seen.push({ method: req.method, url: req.url, headers: req.headers, body: '' });
    res.end('other');
  });
  server = await listenHttp(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += chunk;
    seen.push({ method: req.method, url: req.url, headers: req.headers, body });
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://x');
    if (pathname === '/to') {
      res.writeHead(Number(searchParams.get('status') ?? 302), { location: searchParams.get('url') ?? '/to' });
      res.end('x'.repeat(Number(searchParams.get('size') ?? 0)));
      return;
    }
    if (pathname === '/gzip') {
      res.writeHead(200, { 'content-encoding': 'gzip' });
      res.end(gzipSync('unpacked'));
      return;
    }
    if (pathname === '/hang') return;
    res.setHeader('X-Twice', ['1', '2']);
    res.statusCode = Number(searchParams.get('status') ?? 200);
    res.end(`hello ${req.method}`);
  });
  outbound = createOutbound(allowing(`127.0.0.1:${server.port},127.0.0.1:${other.port}`));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await outbound.close();
  await Promise.all([server.close(), other.close()]);
});

test('sends method, path, query, headers and body, and returns everything that came back', async () => {
  const response = await outbound.send(
    request(`${server.origin}/a%2Fb?q=1&q=2#fragment`, {
      method: 'post',
      headers: [
        ['Content-Type', 'application/json'],
        ['X-A', '1'],
        ['X-A', '2'],
      ],
      body: '{"name":"Zoë"}',
    }),
  );
  expect(seen).toMatchObject([{ method: 'POST', url: '/a%2Fb?q=1&q=2', body: '{"name":"Zoë"}' }]);
  expect(seen[0]?.headers).toMatchObject({
    host: `127.0.0.1:${server.port}`,
    'content-type': 'application/json',
    'content-length': '15',
    'x-a': '1, 2',
    'accept-encoding': 'gzip, br, zstd, deflate',
  });
  expect(response).toMatchObject({ status: 200, statusText: 'OK', redirects: 0 });
  expect(text(response.body)).toBe('hello POST');
  expect(response.headers.filter(([name]) => name === 'X-Twice')).toEqual([
    ['X-Twice', '1'],
    ['X-Twice', '2'],
  ]);
});

test('sends the bytes of a view and not the block behind it', async () => {
  const body = new Uint8Array(Buffer.from('before-inside-after')).subarray(7, 13);
  await outbound.send(request(server.origin, { method: 'PUT', body }));
  expect(seen[0]?.body).toBe('inside');
});

test.each([204, 304, 404, 500])('status %d is an answer, not an error', async (status) => {
  expect((await outbound.send(request(`${server.origin}/?status=${status}`))).status).toBe(status);
});

test('HEAD has no body', async () => {
  expect((await outbound.send(request(server.origin, { method: 'HEAD', maxResponseBytes: 1 }))).body).toHaveLength(0);
});

test('unpacks', async () => {
  expect(text((await outbound.send(request(`${server.origin}/gzip`))).body)).toBe('unpacked');
});

test('keeps its connections', async () => {
  for (let index = 0; index < 10; index += 1) await outbound.send(request(server.origin));
  // Two: undici rests a connection for one turn of the event loop before it uses it again.
  expect(server.connections()).toBeLessThanOrEqual(2);
});

test('names are looked up as the machine knows them, and judged by their addresses', async () => {
  const named = createOutbound(allowing(`localhost:${server.port}`));
  expect((await named.send(request(`http://LOCALHOST:${server.port}/`))).status).toBe(200);
  await named.close();
  const elsewhere = createOutbound(allowing('10.0.0.0/8'));
  await expect(elsewhere.send(request(`http://localhost:${server.port}/`))).rejects.toMatchObject({
    code: 'blocked-address',
    message: expect.stringMatching(/^The address (127\.0\.0\.1|::1) of localhost is this machine itself\./),
  });
  await elsewhere.close();
});

test('many at once all arrive', async () => {
  const all = await Promise.all(Array.from({ length: 200 }, () => outbound.send(request(server.origin))));
  expect(all.every(({ status }) => status === 200)).toBe(true);
  expect(server.connections()).toBeLessThanOrEqual(128);
});

test('proxies from the environment are not used', async () => {
  for (const name of ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY']) vi.stubEnv(name, other.origin);
  vi.stubEnv('NODE_USE_ENV_PROXY', '1');
  const fresh = createOutbound(allowing(`127.0.0.1:${server.port}`));
  await fresh.send(request(server.origin));
  await fresh.close();
  expect(other.connections()).toBe(0);
});

const redirectTo = (url: string, status = 302) => `${server.origin}/to?status=${status}&url=${encodeURIComponent(url)}`;

test('follows redirects, rewriting the method', async () => {
  const response = await outbound.send(
    request(redirectTo('/end', 303), { method: 'POST', body: '{}', headers: [['content-type', 'application/json']] }),
  );
  expect(response).toMatchObject({ status: 200, redirects: 1, url: `${server.origin}/end` });
  expect(text(response.body)).toBe('hello GET');
  expect(seen[1]).toMatchObject({ method: 'GET', body: '' });
  expect(seen[1]?.headers).not.toHaveProperty('content-type');
});

test('307 sends the body again', async () => {
  await outbound.send(request(redirectTo('/end', 307), { method: 'POST', body: 'again' }));
  expect(seen.map(({ body }) => body)).toEqual(['again', 'again']);
});

test('credentials do not follow to another origin', async () => {
  const headers = [
    ['Authorization', 'Bearer canary'],
    ['Cookie', 'a=canary'],
    ['X-Api-Key', 'canary'],
    ['X-Trace', '7'],
  ] as const;
  await outbound.send(request(redirectTo(`${other.origin}/`), { headers, sensitiveHeaders: ['x-api-key'] }));
  expect(JSON.stringify(seen[0])).toContain('canary');
  expect(JSON.stringify(seen[1])).not.toContain('canary');
  expect(seen[1]?.headers).toMatchObject({ 'x-trace': '7' });
});

test('returns the redirect itself when it shall not follow', async () => {
  const response = await outbound.send(request(redirectTo('/end'), { redirects: { follow: false, max: 5 } }));
  expect(response).toMatchObject({ status: 302, redirects: 0 });
  expect(seen).toHaveLength(1);
});

test('a circle of redirects ends at the limit', async () => {
  await expect(outbound.send(request(`${server.origin}/to`))).rejects.toMatchObject({
    code: 'too-many-redirects',
    mayHaveBeenSent: true,
  });
  expect(seen).toHaveLength(6);
});

test('exactly the allowed number of redirects is followed', async () => {
  const response = await outbound.send(request(redirectTo('/end'), { redirects: { follow: true, max: 1 } }));
  expect(response.status).toBe(200);
});

test('the body of a redirect may be of any size', async () => {
  const response = await outbound.send(request(`${redirectTo('/end')}&size=3000000`, { maxResponseBytes: 100 }));
  expect(response.status).toBe(200);
});

test.each([
  'http://127.0.0.1:1/',
  '//127.0.0.2/',
  'http://169.254.169.254/latest',
  'http://[::1]/',
  'http://localhost/',
])('a redirect to %s is refused, and known to have been sent', async (location) => {
  await expect(outbound.send(request(redirectTo(location)))).rejects.toMatchObject({
    code: 'blocked-address',
    mayHaveBeenSent: true,
  });
});

test('a signal cancels, before and during', async () => {
  await expect(outbound.send(request(server.origin, { signal: AbortSignal.abort() }))).rejects.toMatchObject({
    code: 'cancelled',
    mayHaveBeenSent: false,
  });
  expect(server.connections()).toBe(0);
  const controller = new AbortController();
  const pending = outbound.send(request(`${server.origin}/hang`, { signal: controller.signal }));
  await expect.poll(() => seen.length).toBe(1);
  controller.abort();
  await expect(pending).rejects.toMatchObject({ code: 'cancelled', mayHaveBeenSent: true });
});

test('closing ends what is under way and refuses what comes later', async () => {
  const pending = outbound.send(request(`${server.origin}/hang`));
  const failed = expect(pending).rejects.toMatchObject({ code: 'cancelled', mayHaveBeenSent: true });
  await expect.poll(() => seen.length).toBe(1);
  await outbound.close();
  await failed;
  await expect(outbound.send(request(server.origin))).rejects.toMatchObject({ code: 'cancelled' });
});

test('a port where nobody listens', async () => {
  const { port } = server;
  await server.close();
  await expect(outbound.send(request(`http://127.0.0.1:${port}/`))).rejects.toMatchObject({
    code: 'connect',
    mayHaveBeenSent: false,
    message: `127.0.0.1 refused the connection. Is the service running on port ${port}?`,
  });
});

test('a kept connection that the server closed is not written to', async () => {
  const closing = await listenHttp((_req, res) => res.end('bye'));
  const client = createOutbound(allowing(`127.0.0.1:${closing.port}`));
  await client.send(request(closing.origin));
  const { port } = closing;
  await closing.close();
  await expect(client.send(request(`http://127.0.0.1:${port}/`))).rejects.toMatchObject({ code: 'connect' });
  await client.close();
});

test('does not warn about listeners', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  const signal = new AbortController().signal;
  await Promise.all(Array.from({ length: 40 }, () => outbound.send(request(server.origin, { signal }))));
  await setImmediate();
  process.off('warning', note);
  expect(warnings).toEqual([]);
});
