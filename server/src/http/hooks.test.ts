import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServer, startTestServer, type TestServer } from './start-test-server.ts';

/** For the many requests that leave nothing behind. */
let shared: TestServer;
beforeAll(async () => {
  shared = await openTestServer();
  await workflow(shared, {});
});
afterAll(() => shared.stop());

const workflow = async ({ call }: TestServer, config: object, published = true): Promise<string> => {
  const graph = { nodes: [{ id: 'hook', type: 'webhook', name: 'Hook', position: { x: 0, y: 0 }, config }], edges: [] };
  const { body } = await call('POST', '/api/workflows', { name: 'Orders', slug: 'orders', graph });
  const { id } = body as { id: string };
  if (published) await call('POST', `/api/workflows/${id}/publish`);
  return id;
};

/** Sends bytes as they are, and gives everything that comes back until the server closes. */
const sendRaw = (origin: string, ...chunks: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1', () => {
      for (const chunk of chunks) socket.write(chunk);
    });
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text)).on('error', (error) => (text === '' ? reject(error) : resolve(text)));
  });

const deliveries = async ({ call }: TestServer) =>
  ((await call('GET', '/api/deliveries')).body as { items: { outcome: string }[] }).items;

describe('a trigger URL', () => {
  it('answers 200 once the delivery is kept', async () => {
    const server = await startTestServer();
    await workflow(server, { path: '/:region' });
    const answer = await fetch(`${server.origin}/hooks/orders/eu?x=1&x=2`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer hidden' },
      body: '{"amount":1200}',
    });
    expect(answer.status).toBe(200);
    const { deliveryId, executionId } = (await answer.json()) as { deliveryId: string; executionId: string };
    const { body } = await server.call('GET', `/api/deliveries/${deliveryId}`);
    expect(body).toMatchObject({
      outcome: 'accepted',
      method: 'POST',
      path: '/eu',
      query: 'x=1&x=2',
      rawBody: { encoding: 'utf-8', text: '{"amount":1200}' },
      body: { amount: 1200 },
      executions: [{ id: executionId }],
    });
    expect(JSON.stringify(body)).not.toContain('Bearer hidden');
  });

  it('keeps bytes that are no text', async () => {
    const server = await startTestServer();
    await workflow(server, {}, false);
    const bytes = Buffer.from([0xff, 0x00, 0xfe]);
    const headers = { 'content-type': 'application/octet-stream' };
    const answer = await fetch(`${server.origin}/hooks/orders`, { method: 'POST', headers, body: bytes });
    const { deliveryId, executionId } = (await answer.json()) as { deliveryId: string; executionId: null };
    expect(executionId).toBeNull();
    const { body } = await server.call('GET', `/api/deliveries/${deliveryId}`);
    expect(body).toMatchObject({ rawBody: { encoding: 'base64', text: bytes.toString('base64') } });
  });

  it('answers with the output when it is asked to wait', async () => {
    const server = await startTestServer();
    await workflow(server, { respond: 'when-finished' });
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${server.origin}/hooks/orders`, { method: 'POST', headers, body: '{"amount":1200}' });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ amount: 1200 });
  });

  it.each([
    ['when-finished', { as: 'succeeded', output: { ignored: '{{ input.id }}' } }, 200, { ignored: 7 }],
    ['by-node', { as: 'succeeded', output: 'nothing to do' }, 200, 'nothing to do'],
    ['when-finished', { as: 'failed', message: 'No stock of {{ input.id }}' }, 500, { status: 'failed' }],
  ])('answers %s with what a stop says: %j', async (respond, end, status, said) => {
    const server = await startTestServer();
    const node = (id: string, type: string, config: object) => ({
      id,
      type,
      name: id,
      position: { x: 0, y: 0 },
      config,
    });
    const graph = {
      nodes: [node('hook', 'webhook', { respond }), node('end', 'stop', { end })],
      edges: [{ id: 'edge', source: 'hook', target: 'end' }],
    };
    const { body } = await server.call('POST', '/api/workflows', { name: 'Orders', slug: 'orders', graph });
    await server.call('POST', `/api/workflows/${(body as { id: string }).id}/publish`);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${server.origin}/hooks/orders`, { method: 'POST', headers, body: '{"id":7}' });
    expect(answer.status).toBe(status);
    const text = await answer.text();
    expect(JSON.parse(text)).toEqual(typeof said === 'string' ? said : expect.objectContaining(said));
    expect(text).not.toContain('No stock');
  });

  it('answers with an end that can be read from then on', async () => {
    const server = await startTestServer();
    const node = (id: string, type: string, config: object) => ({
      ...{ id, type, name: id, position: { x: 0, y: 0 }, config },
    });
    const graph = {
      nodes: [
        node('hook', 'webhook', { respond: 'when-finished' }),
        node('end', 'stop', { end: { as: 'succeeded', output: '{{ execution.id }}' } }),
      ],
      edges: [{ id: 'edge', source: 'hook', target: 'end' }],
    };
    const { body } = await server.call('POST', '/api/workflows', { name: 'Orders', slug: 'orders', graph });
    await server.call('POST', `/api/workflows/${(body as { id: string }).id}/publish`);
    for (let round = 0; round < 5; round++) {
      const answer = await fetch(`${server.origin}/hooks/orders`, { method: 'POST' });
      const read = await server.call('GET', `/api/executions/${await answer.json()}`);
      expect(read.body).toMatchObject({ status: 'succeeded' });
    }
  });

  it('turns away without a reason, and keeps it with one', async () => {
    const server = await startTestServer();
    await workflow(server, {});
    const send = async (init: RequestInit) => {
      const answer = await fetch(`${server.origin}/hooks/orders`, init);
      return [answer.status, answer.headers.get('allow'), await answer.text()];
    };
    expect(await send({ method: 'GET' })).toEqual([405, 'POST, OPTIONS', '{"error":"Method Not Allowed"}']);
    expect(await send({ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' })).toEqual([
      400,
      null,
      '{"error":"Bad Request"}',
    ]);
    await expect
      .poll(async () => (await deliveries(server)).map(({ outcome }) => outcome).sort(), { timeout: 10_000 })
      .toEqual(['malformed', 'wrong-method']);
  });

  it.each([
    '/hooks/',
    '/hooks',
    '/hooks/unknown',
    '/hooks/ORDERS',
    '/hooks/orders%2f',
    '/hooks/%6frders',
    '//hooks/orders',
    '/hooks//orders',
    '/hooks/%2e%2e/api/workflows',
    '/hooks/../api/workflows',
    '/hooks/orders;x',
  ])('is not reached by %s, and neither is anything else', async (target) => {
    const answer = await sendRaw(
      shared.origin,
      `POST ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(await deliveries(shared)).toEqual([]);
  });

  it('takes a body of exactly the limit', async () => {
    const server = await startTestServer({ MILLRACE_MAX_BODY_BYTES: '1000' });
    await workflow(server, {});
    const answer = await fetch(`${server.origin}/hooks/orders`, { method: 'POST', body: 'x'.repeat(1_000) });
    expect(answer.status).toBe(200);
  });
});
