import { delivery, deliverySummary, execution, executionSummary } from '@millrace/shared/execution';
import { describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../start-test-server.ts';

const graph = {
  nodes: [
    {
      id: 'hook',
      type: 'webhook',
      name: 'Order',
      position: { x: 0, y: 0 },
      config: { methods: ['POST'], limits: { bodyBytes: 100_000 } },
    },
  ],
  edges: [],
};

const created = async ({ call }: TestServer) => {
  const { body } = await call('POST', '/api/workflows', { name: 'Orders', slug: 'orders', graph });
  return (body as { id: string }).id;
};

const send = async ({ origin }: TestServer, init: RequestInit) => {
  const answer = await fetch(`${origin}/hooks/orders`, { headers: { 'content-type': 'application/json' }, ...init });
  await answer.arrayBuffer();
  return answer.status;
};

const newest = async ({ call }: TestServer) => {
  await expect
    .poll(async () => (await call('GET', '/api/deliveries?limit=1')).body)
    .toMatchObject({ items: [expect.anything()] });
  const { body } = await call('GET', '/api/deliveries?limit=1');
  const { id } = deliverySummary.parse((body as { items: unknown[] }).items[0]);
  return delivery.parse((await call('GET', `/api/deliveries/${id}`)).body);
};

describe('a delivery', () => {
  it('runs on a person’s word where nothing had run, and again from there', async () => {
    const server = await startTestServer();
    const id = await created(server);
    expect(await send(server, { method: 'POST', body: '{"amount":1}' })).toBe(200);
    const kept = await newest(server);
    expect(kept).toMatchObject({ outcome: 'accepted', executions: [], bodyKept: 'whole', duplicates: { count: 0 } });
    const replay = (body: unknown) => server.call('POST', `/api/deliveries/${kept.id}/replay`, body);
    expect(await replay({})).toMatchObject({ status: 409, body: { title: 'Nothing is published.' } });
    await server.call('POST', `/api/workflows/${id}/publish`);
    const { status, body } = await replay({});
    expect(status).toBe(202);
    const first = executionSummary.parse(body);
    expect(first).toMatchObject({ version: 1, origin: { kind: 'replay', of: null }, deliveryId: kept.id });
    await expect
      .poll(async () => execution.parse((await server.call('GET', `/api/executions/${first.id}`)).body).output)
      .toEqual({ amount: 1 });
    const second = executionSummary.parse((await replay({ version: 'draft' })).body);
    expect(second).toMatchObject({ version: null, origin: { kind: 'replay', of: first.id } });
    const now = await newest(server);
    expect(now.executionId).toBe(second.id);
    expect(now.executions.map((one) => one.id)).toEqual([second.id, first.id]);
  });

  it('runs on nothing whose body was not kept', async () => {
    const server = await startTestServer();
    const id = await created(server);
    await server.call('POST', `/api/workflows/${id}/publish`);
    expect(await send(server, { method: 'PUT', body: '{"amount":1}' })).toBe(405);
    const unread = await newest(server);
    expect(unread).toMatchObject({ outcome: 'wrong-method', bodyKept: 'none', sizeBytes: 0 });
    expect(await server.call('POST', `/api/deliveries/${unread.id}/replay`, {})).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('before its body was read') },
    });
    const test = { deliveryId: unread.id };
    expect((await server.call('POST', `/api/workflows/${id}/test`, test)).status).toBe(409);

    const cutOff = `{"text":"${'x'.repeat(80_000)}`;
    expect(await send(server, { method: 'POST', body: cutOff })).toBe(400);
    await expect.poll(async () => (await newest(server)).outcome).toBe('malformed');
    const start = await newest(server);
    expect(start).toMatchObject({ bodyKept: 'start', sizeBytes: cutOff.length });
    expect(start.rawBody.text).toHaveLength(64 * 1024);
    expect((await server.call('POST', `/api/deliveries/${start.id}/replay`, {})).status).toBe(409);
  });

  it('is found by what stands in it', async () => {
    const server = await startTestServer();
    await created(server);
    await send(server, { method: 'POST', body: '{"customer":"Ada"}' });
    await send(server, { method: 'POST', body: '{"customer":"Ben"}' });
    const { body } = await server.call('GET', '/api/deliveries?q=ada&preset=none&limit=1');
    expect(body).toMatchObject({
      items: [{ sizeBytes: 18 }],
      nextCursor: null,
      searched: { deliveries: 2, backTo: expect.any(String) },
    });
  });
});
