import { testCase, testRun } from '@millrace/shared/test-case';
import { workflow } from '@millrace/shared/workflow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type LoopbackServer, listenHttp } from '../../outbound/loopback-server.ts';
import { startTestServer, type TestServer } from '../start-test-server.ts';

let target: LoopbackServer;
let server: TestServer;
let requests: number;
beforeEach(async () => {
  requests = 0;
  target = await listenHttp((_request, response) => {
    requests += 1;
    response.setHeader('content-type', 'application/json').end('{"id":7}');
  });
  server = await startTestServer({ MILLRACE_ALLOW_TARGETS: '127.0.0.0/8' });
});
afterEach(() => target.close());

const graph = (value: string) => ({
  nodes: [
    { id: 'hook', type: 'webhook', name: 'Hook', position: { x: 0, y: 0 }, config: { respond: 'when-finished' } },
    {
      ...{ id: 'tell', type: 'http-request', name: 'Tell the CRM', position: { x: 240, y: 0 } },
      config: { method: 'POST', url: `${target.origin}/`, body: { kind: 'json', json: { value } } },
    },
  ],
  edges: [{ id: 'e', source: 'hook', sourceHandle: 'out', target: 'tell', targetHandle: 'in' }],
});

async function ran(value = '{{ input.n }}', body = '{"n":1}') {
  const created = await server.call('POST', '/api/workflows', {
    name: 'Orders',
    slug: 'orders',
    graph: graph(value),
  });
  const { id } = workflow.parse(created.body);
  expect((await server.call('POST', `/api/workflows/${id}/publish`)).status).toBe(200);
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(`${server.origin}/hooks/orders`, { method: 'POST', headers, body })).status).toBe(200);
  const listed = await server.call('GET', `/api/executions?workflowId=${id}`);
  const executionId = z.object({ items: z.tuple([z.object({ id: z.string() })]) }).parse(listed.body).items[0].id;
  // The sender is answered before the end is on the disk.
  await expect
    .poll(async () => (await server.call('GET', `/api/executions/${executionId}`)).body, { timeout: 20_000 })
    .toMatchObject({ finishedAt: expect.any(String) });
  return { path: `/api/workflows/${id}`, executionId };
}

const save = async (path: string, value: string) => {
  const { draft } = workflow.parse((await server.call('GET', path)).body);
  const saved = await server.call('PUT', `${path}/draft`, { graph: graph(value), revision: draft.revision });
  expect(saved.status).toBe(200);
};
const run = async (path: string, body: object = {}) =>
  testRun.parse((await server.call('POST', `${path}/test-cases/run`, body)).body);

describe('test cases', () => {
  it('tell what the draft does otherwise, send nothing, and can be accepted, ignored, renamed and deleted', async () => {
    const { path, executionId } = await ran();
    const answer = await server.call('POST', `${path}/test-cases`, { executionId, name: 'An order' });
    expect(answer.status).toBe(201);
    const kept = testCase.parse(answer.body);
    expect(kept).toMatchObject({
      name: 'An order',
      executionId,
      method: 'POST',
      expectedStatus: 'succeeded',
      ignored: [],
    });
    expect(await run(path)).toMatchObject({ passed: 1, failed: 0, results: [{ caseId: kept.id, passed: true }] });

    await save(path, '{{ input.n + 1 }}');
    const elsewhere = { caseIds: ['01890000-0000-7000-8000-000000000000'] };
    expect((await server.call('POST', `${path}/test-cases/run`, elsewhere)).status).toBe(404);
    const failed = await run(path, { caseIds: [kept.id, kept.id] });
    const place = 'steps["Tell the CRM"].body.json.value';
    expect(failed).toMatchObject({ passed: 0, failed: 1 });
    expect(failed.results[0]?.differences).toMatchObject([
      { nodeId: 'tell', nodeName: 'Tell the CRM', path: place, kind: 'changed', expected: 1, actual: 2 },
    ]);
    const one = `${path}/test-cases/${kept.id}`;
    expect((await server.call('PATCH', one, { ignored: [place], name: 'Renamed' })).body).toMatchObject({
      ...{ name: 'Renamed', ignored: [place] },
    });
    expect(await run(path)).toMatchObject({ passed: 1 });
    await server.call('PATCH', one, { ignored: [] });
    expect(await run(path)).toMatchObject({ failed: 1 });
    expect((await server.call('POST', `${one}/accept`)).status).toBe(200);
    expect(await run(path)).toMatchObject({ passed: 1 });
    expect(requests).toBe(1);

    expect((await server.call('DELETE', one)).status).toBe(204);
    expect((await server.call('GET', `${path}/test-cases`)).body).toEqual({ items: [] });
    for (const [method, place] of [
      ['DELETE', one],
      ['PATCH', one],
      ['POST', `${one}/accept`],
    ] as const)
      expect((await server.call(method, place, method === 'PATCH' ? { name: 'x' } : undefined)).status).toBe(404);
  });

  it('take in what the draft makes anew each time, once that is accepted', async () => {
    const { path, executionId } = await ran();
    const { id } = testCase.parse((await server.call('POST', `${path}/test-cases`, { executionId })).body);
    await save(path, '{{ Math.random() }}');
    expect(await run(path)).toMatchObject({ failed: 1 });
    const accepted = testCase.parse((await server.call('POST', `${path}/test-cases/${id}/accept`)).body);
    expect(accepted.ignored).toEqual(['steps["Tell the CRM"].body.json.value']);
    expect(await run(path)).toMatchObject({ passed: 1, failed: 0 });
  });

  it('are made of the largest webhook that is taken by default', async () => {
    const text = 'y'.repeat(1024 * 1024 - '{"n":""}'.length);
    const { path, executionId } = await ran('{{ input }}', JSON.stringify({ n: text }));
    expect((await server.call('POST', `${path}/test-cases`, { executionId })).status).toBe(201);
    expect(await run(path)).toMatchObject({ passed: 1, failed: 0 });
  });

  it('keep a draft that fails them from being published, where the workflow says so', async () => {
    const { path, executionId } = await ran();
    const { id: caseId } = testCase.parse((await server.call('POST', `${path}/test-cases`, { executionId })).body);
    expect(workflow.parse((await server.call('PATCH', path, { requireTests: true })).body)).toMatchObject({
      requireTests: true,
    });
    await save(path, 'other');
    const refused = await server.call('POST', `${path}/publish`);
    expect(refused).toMatchObject({
      status: 409,
      body: {
        type: '/problems/tests-failed',
        errors: [{ path: caseId, message: expect.stringContaining('Tell the CRM') }],
      },
    });
    expect(workflow.parse((await server.call('GET', path)).body)).toMatchObject({
      publishedVersion: 1,
      unpublishedChanges: true,
    });
    await server.call('POST', `${path}/test-cases/${caseId}/accept`);
    expect((await server.call('POST', `${path}/publish`)).body).toMatchObject({ publishedVersion: 2 });
    await save(path, 'again');
    await server.call('PATCH', path, { requireTests: false });
    expect((await server.call('POST', `${path}/publish`)).body).toMatchObject({ publishedVersion: 3 });
  });

  it('are needed for publishing where the workflow says so', async () => {
    const { path, executionId } = await ran();
    await server.call('PATCH', path, { requireTests: true });
    await save(path, 'other');
    const refused = await server.call('POST', `${path}/publish`);
    expect(refused).toMatchObject({
      status: 409,
      body: { type: '/problems/tests-failed', detail: expect.stringContaining('there is none: keep an execution') },
    });
    const { id } = testCase.parse((await server.call('POST', `${path}/test-cases`, { executionId })).body);
    await server.call('POST', `${path}/test-cases/${id}/accept`);
    expect((await server.call('POST', `${path}/publish`)).body).toMatchObject({ publishedVersion: 2 });
  });

  it('are refused where there is nothing to keep, and go with their workflow', async () => {
    const { path, executionId } = await ran();
    const missing = await server.call('POST', `${path}/test-cases`, {
      executionId: '01890000-0000-7000-8000-000000000000',
    });
    expect(missing.status).toBe(404);
    expect((await server.call('POST', `${path}/test-cases`, { executionId, name: ' ' })).status).toBe(422);
    await server.call('POST', `${path}/test-cases`, { executionId });
    expect((await server.call('DELETE', path)).status).toBe(204);
    expect((await server.call('GET', `${path}/test-cases`)).status).toBe(404);
    expect((await server.call('POST', `${path}/test-cases/run`)).status).toBe(404);
  });
});
