import { delivery, execution, executionSummary } from '@millrace/shared/execution';
import { describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../start-test-server.ts';

const at = (x: number) => ({ x, y: 0 });
const graph = (limit: number) => ({
  nodes: [
    { id: 'hook', type: 'webhook', name: 'Order', position: at(0), config: { respond: 'when-finished' } },
    {
      id: 'big',
      type: 'filter',
      name: 'Big',
      position: at(1),
      config: { all: [{ left: '{{ trigger.body.amount }}', is: 'greater-than', right: limit }] },
    },
    {
      id: 'sum',
      type: 'script',
      name: 'Sum',
      position: at(2),
      config: { code: 'return { total: input.amount * 2 };' },
    },
  ],
  edges: [
    { id: 'a', source: 'hook', target: 'big' },
    { id: 'b', source: 'big', target: 'sum' },
  ],
});

const publish = async ({ call }: TestServer, limit = 10) => {
  const created = await call('POST', '/api/workflows', { name: 'Orders', slug: 'orders', graph: graph(limit) });
  const { id, draft } = created.body as { id: string; draft: { revision: number } };
  expect((await call('POST', `/api/workflows/${id}/publish`)).status).toBe(200);
  return { id, revision: draft.revision };
};

const send = async ({ origin }: TestServer, amount: number) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${origin}/hooks/orders`, { method: 'POST', headers, body: JSON.stringify({ amount }) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

const ended = async ({ call }: TestServer, id: string) => {
  await expect
    .poll(async () => (await call('GET', `/api/executions/${id}`)).body, { timeout: 10_000 })
    .toMatchObject({ finishedAt: expect.any(String) });
  return execution.parse((await call('GET', `/api/executions/${id}`)).body);
};

const newest = async ({ call }: TestServer) => {
  const { body } = await call('GET', '/api/executions?limit=1');
  return executionSummary.parse((body as { items: unknown[] }).items[0]);
};

describe('an execution', () => {
  it('answers the sender, and shows the values of every step', async () => {
    const server = await startTestServer();
    await publish(server);
    expect(await send(server, 12)).toEqual({ status: 200, body: { total: 24 } });
    const { id } = await newest(server);
    const shown = await ended(server, id);
    expect(shown).toMatchObject({
      status: 'succeeded',
      version: 1,
      origin: { kind: 'delivery' },
      output: { total: 24 },
    });
    expect(shown.steps.map(({ nodeName, status, input, output }) => [nodeName, status, input, output])).toEqual([
      ['Order', 'succeeded', null, { amount: 12 }],
      ['Big', 'succeeded', { amount: 12 }, { amount: 12 }],
      ['Sum', 'succeeded', { amount: 12 }, { total: 24 }],
    ]);
    const kept = delivery.parse((await server.call('GET', `/api/deliveries/${shown.deliveryId}`)).body);
    expect(kept.executions).toMatchObject([{ id, status: 'succeeded' }]);
  });

  it('that is filtered tells the sender so', async () => {
    const server = await startTestServer();
    await publish(server);
    const { status, body } = await send(server, 1);
    expect([status, body]).toEqual([200, { status: 'filtered', executionId: expect.any(String) }]);
    expect(await ended(server, String(body.executionId))).toMatchObject({ status: 'filtered' });
  });

  it('that has ended cannot be cancelled', async () => {
    const server = await startTestServer();
    await publish(server);
    await send(server, 12);
    const { id } = await newest(server);
    await ended(server, id);
    expect(await server.call('POST', `/api/executions/${id}/cancel`)).toMatchObject({ status: 409 });
  });

  it('is found by status, time and the start of its id', async () => {
    const server = await startTestServer();
    await publish(server);
    await send(server, 12);
    await send(server, 1);
    const list = async (query: string) =>
      ((await server.call('GET', `/api/executions?${query}`)).body as { items: object[] }).items;
    await expect.poll(() => list('status=succeeded&status=filtered'), { timeout: 10_000 }).toHaveLength(2);
    expect(await list('status=succeeded')).toHaveLength(1);
    expect(await list('from=2100-01-01T00:00:00Z')).toHaveLength(0);
    expect(await list(`q=${(await newest(server)).id}`)).toHaveLength(1);
  });
});

describe('a test run', () => {
  it('takes a request that was made up, and keeps it', async () => {
    const server = await startTestServer();
    const { id } = await publish(server);
    const request = { body: '{"amount":50}', headers: { 'content-type': 'application/json', 'x-api-key': 'hidden' } };
    const { status, body } = await server.call('POST', `/api/workflows/${id}/test`, { request });
    expect(status).toBe(202);
    const shown = await ended(server, executionSummary.parse(body).id);
    expect(shown).toMatchObject({
      status: 'succeeded',
      version: null,
      origin: { kind: 'test' },
      output: { total: 100 },
    });
    const kept = (await server.call('GET', `/api/deliveries/${shown.deliveryId}`)).body;
    expect(kept).toMatchObject({ test: true, body: { amount: 50 } });
    expect(JSON.stringify(kept)).not.toContain('hidden');

    const again = await server.call('POST', `/api/workflows/${id}/test`, {
      deliveryId: shown.deliveryId,
      untilNode: 'big',
    });
    const part = await ended(server, executionSummary.parse(again.body).id);
    expect(part.steps.map(({ nodeId }) => nodeId)).toEqual(['hook', 'big']);
  });

  it('says what is wrong with its request', async () => {
    const server = await startTestServer();
    const { id } = await publish(server);
    const test = (body: object) => server.call('POST', `/api/workflows/${id}/test`, body);
    expect(await test({ request: { body: '{' } })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'request.body' }] },
    });
    expect(await test({ request: {}, untilNode: 'nothing' })).toMatchObject({ status: 422 });
    expect(await test({ deliveryId: '01920000-0000-7000-8000-000000000000' })).toMatchObject({ status: 404 });
    expect(await test({})).toMatchObject({ status: 422 });
  });
});

describe('a replay', () => {
  it('runs on the same, the published or the draft version', async () => {
    const server = await startTestServer();
    const { id: workflowId, revision } = await publish(server, 10);
    await send(server, 12);
    const { id } = await newest(server);
    await ended(server, id);
    await server.call('PUT', `/api/workflows/${workflowId}/draft`, { graph: graph(100), revision });
    const replay = async (body?: object) => {
      const answer = await server.call('POST', `/api/executions/${id}/replay`, body);
      expect(answer.status).toBe(202);
      const { status, version, origin } = await ended(server, executionSummary.parse(answer.body).id);
      expect(origin).toMatchObject({ kind: 'replay', of: id });
      return [status, version];
    };
    expect(await replay()).toEqual(['succeeded', 1]);
    expect(await replay({ version: 'draft' })).toEqual(['filtered', null]);
    await server.call('POST', `/api/workflows/${workflowId}/publish`);
    expect(await replay({ version: 'same' })).toEqual(['succeeded', 1]);
    expect(await replay({ version: 'published' })).toEqual(['filtered', 2]);
  });

  it('from a node takes over what came before it', async () => {
    const server = await startTestServer();
    await publish(server);
    await send(server, 12);
    const { id } = await newest(server);
    await ended(server, id);
    const { body } = await server.call('POST', `/api/executions/${id}/replay`, { version: 'same', fromNode: 'sum' });
    const { steps, output } = await ended(server, executionSummary.parse(body).id);
    expect(steps.map(({ nodeId, reused }) => [nodeId, reused])).toEqual([
      ['hook', true],
      ['big', true],
      ['sum', false],
    ]);
    expect(output).toEqual({ total: 24 });
    const wrong = await server.call('POST', `/api/executions/${id}/replay`, { version: 'same', fromNode: 'nothing' });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: 'fromNode' }] } });
  });
});

it('shows what a template yields at a node', async () => {
  const server = await startTestServer();
  const { id } = await publish(server);
  await send(server, 12);
  const templates = [
    '{{ input.amount }}',
    '{{ input.amount + 1 }}',
    '{{ trigger.body.nothing }}',
    '{{ 1 + }}',
    'plain',
  ];
  const { status, body } = await server.call('POST', `/api/workflows/${id}/preview`, { templates, nodeId: 'sum' });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    results: [
      { kind: 'value', value: 12 },
      { kind: 'value', value: 13 },
      { kind: 'missing', path: 'trigger.body.nothing' },
      { kind: 'error' },
      { kind: 'value', value: 'plain' },
    ],
  });
});

it('is not executed while its workflow is paused, and then is', async () => {
  const server = await startTestServer();
  const { id } = await publish(server);
  await server.call('POST', `/api/workflows/${id}/pause`);
  const { body } = await send(server, 12);
  expect(body).toMatchObject({ status: 'queued' });
  const waiting = await newest(server);
  expect(waiting).toMatchObject({ id: body.executionId, status: 'queued' });
  await server.call('POST', `/api/workflows/${id}/resume`);
  expect(await ended(server, waiting.id)).toMatchObject({ status: 'succeeded' });
});
