import { delivery, executionSummary } from '@millrace/shared/execution';
import { expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../start-test-server.ts';

const bodySchema = (otherwise: string) => ({
  kind: 'schema',
  otherwise,
  schema: { required: ['amount'], properties: { amount: { type: 'number' } } },
});

const published = async ({ call }: TestServer, slug: string, config: Record<string, unknown>): Promise<void> => {
  const hook = { id: 'hook', type: 'webhook', name: 'Order', position: { x: 0, y: 0 }, config };
  const created = await call('POST', '/api/workflows', { name: slug, slug, graph: { nodes: [hook], edges: [] } });
  const { id } = created.body as { id: string };
  expect((await call('POST', `/api/workflows/${id}/publish`)).status).toBe(200);
};

const send = async ({ origin }: TestServer, slug: string, body: unknown) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${origin}/hooks/${slug}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

it('tells a sender nothing of why its body does not fit', async () => {
  const server = await startTestServer();
  await published(server, 'strict', { bodySchema: bodySchema('refuse') });
  expect(await send(server, 'strict', { amount: 'much' })).toEqual({
    status: 422,
    body: { error: 'Unprocessable Entity' },
  });
});

it('runs what is quarantined once a person says so', async () => {
  const server = await startTestServer();
  const { call } = server;
  await published(server, 'kind', { bodySchema: bodySchema('quarantine'), order: { kind: 'path', path: 'customer' } });
  const { status, body } = await send(server, 'kind', { amount: 'much', customer: 7 });
  expect({ status, executionId: body.executionId }).toEqual({ status: 200, executionId: null });
  const path = `/api/deliveries/${body.deliveryId}`;
  const kept = delivery.parse((await call('GET', path)).body);
  expect(kept).toMatchObject({ outcome: 'quarantined', executions: [] });
  expect(kept.reason).toContain('/amount must be a number.');

  const ran = await call('POST', `${path}/replay`);
  expect(ran.status).toBe(202);
  const { id, version, origin } = executionSummary.parse(ran.body);
  expect({ version, origin }).toEqual({
    version: 1,
    origin: { kind: 'replay', of: null, fromNode: null, effects: 'send-again' },
  });
  await expect
    .poll(async () => (await call('GET', `/api/executions/${id}`)).body, { timeout: 10_000 })
    .toMatchObject({ status: 'succeeded', output: { amount: 'much', customer: 7 } });
  expect((await call('POST', `/api/executions/${id}/replay`, { version: 'same' })).status).toBe(202);
});
