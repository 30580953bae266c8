import { bulkResult, unresolvedCount } from '@millrace/shared/bulk';
import { type Execution, type ExecutionSummary, execution, executionSummary } from '@millrace/shared/execution';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type LoopbackServer, listenHttp } from '../../outbound/loopback-server.ts';
import { startTestServer, type TestServer } from '../start-test-server.ts';

let target: LoopbackServer;
let server: TestServer;
/** Paths that the target was asked for, in order. */
let seen: string[];
let isBroken = true;

beforeEach(async () => {
  seen = [];
  isBroken = true;
  target = await listenHttp((request, response) => {
    seen.push(request.url ?? '');
    response.statusCode = isBroken && request.url === '/second' ? 503 : 200;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ n: seen.length }));
  });
  server = await startTestServer({ MILLRACE_ALLOW_TARGETS: '127.0.0.0/8' });
});
afterEach(() => target.close());

const call = (id: string) => ({
  ...{ id, type: 'http-request', name: `Call ${id}`, position: { x: 0, y: 0 } },
  config: { method: 'POST', url: `${target.origin}/${id}`, body: { kind: 'json', json: '{{ input }}' } },
});
const script = (id: string, code: string) => ({
  ...{ id, type: 'script', name: id, position: { x: 0, y: 0 }, config: { code } },
});
const hook = (config: object) => ({
  ...{ id: 'hook', type: 'webhook', name: 'Hook', position: { x: 0, y: 0 } },
  config: { respond: 'at-once', ...config },
});
const chain = (nodes: readonly { readonly id: string }[]) => ({
  nodes,
  edges: nodes.slice(1).map(({ id }, at) => ({ id: `e${at}`, source: nodes[at]?.id, target: id })),
});
const effects = (onFailure: object = {}) => chain([hook({ onFailure }), call('first'), call('second')]);

const publish = async (name: string, graph: object): Promise<string> => {
  const created = await server.call('POST', '/api/workflows', { name, slug: name.toLowerCase(), graph });
  const { id } = z.object({ id: z.string() }).parse(created.body);
  expect((await server.call('POST', `/api/workflows/${id}/publish`)).status).toBe(200);
  return id;
};

const send = async (slug: string, body: object = {}): Promise<Execution> => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${server.origin}/hooks/${slug}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return ended(z.object({ executionId: z.string() }).parse(await answer.json()).executionId);
};

const read = async (id: string) => execution.parse((await server.call('GET', `/api/executions/${id}`)).body);
const ended = async (id: string): Promise<Execution> => {
  await expect.poll(async () => (await read(id)).finishedAt, { timeout: 20_000 }).not.toBeNull();
  return read(id);
};
const list = async (query: string): Promise<ExecutionSummary[]> =>
  z.object({ items: z.array(executionSummary) }).parse((await server.call('GET', `/api/executions?${query}`)).body)
    .items;
const count = async () =>
  z
    .object({ count: z.number(), workflows: z.array(unresolvedCount) })
    .parse((await server.call('GET', '/api/unresolved-failures')).body);
/** The only follow-up of an execution, once it has ended. */
const followUpOf = async (id: string): Promise<Execution> => {
  await expect.poll(async () => (await read(id)).followUps.length, { timeout: 20_000 }).toBe(1);
  return ended((await read(id)).followUps[0]?.id ?? '');
};
const reusedOf = ({ steps }: Execution) => steps.filter(({ reused }) => reused).map(({ nodeId }) => nodeId);

describe('a replay', () => {
  it('sends everything again, or takes over the recorded responses', async () => {
    isBroken = false;
    await publish('Orders', effects());
    const { id } = await send('orders');
    const replay = async (body: object) => {
      seen = [];
      const answer = await server.call('POST', `/api/executions/${id}/replay`, body);
      const again = await ended(executionSummary.parse(answer.body).id);
      expect(again).toMatchObject({ status: 'succeeded', origin: { kind: 'replay', of: id, ...body } });
      return { seen, reused: reusedOf(again), output: again.output };
    };
    expect(await replay({})).toMatchObject({ seen: ['/first', '/second'], reused: [] });
    const reused = await replay({ effects: 'reuse' });
    expect(reused).toMatchObject({ seen: [], reused: ['first', 'second'], output: { body: { n: 2 } } });
    // Also what lies behind the node from which it is replayed.
    expect(await replay({ fromNode: 'first', effects: 'reuse' })).toMatchObject({
      ...{ seen: [], reused: ['hook', 'first', 'second'] },
    });
    expect(await replay({ fromNode: 'second', effects: 'send-again' })).toMatchObject({
      ...{ seen: ['/second'], reused: ['hook', 'first'] },
    });
  });

  it('sends what failed, with the responses of what did not', async () => {
    await publish('Orders', effects());
    const { id } = await send('orders');
    isBroken = false;
    const { body } = await server.call('POST', `/api/executions/${id}/replay`, { effects: 'reuse' });
    expect(await ended(executionSummary.parse(body).id)).toMatchObject({ status: 'succeeded' });
    expect(seen).toEqual(['/first', '/second', '/second']);
    expect((await read(id)).followUps).toMatchObject([{ origin: { kind: 'replay', of: id, effects: 'reuse' } }]);
  });
});

describe('a workflow that tries a failed execution again', () => {
  it('does so as often as it says, without what succeeded, and leaves one unresolved failure', async () => {
    const workflowId = await publish('Orders', effects({ attempts: 3, delayMs: 0 }));
    const first = await send('orders');
    const second = await followUpOf(first.id);
    expect(second.origin).toEqual({ kind: 'retry', of: first.id, attempt: 2, effects: 'reuse' });
    const third = await followUpOf(second.id);
    expect(third).toMatchObject({ status: 'failed', origin: { attempt: 3 }, unresolved: true, followUps: [] });
    expect(third.deliveryId).toBe(first.deliveryId);
    expect(seen).toEqual(['/first', '/second', '/second', '/second']);
    expect(reusedOf(third)).toEqual(['first']);
    expect((await list('unresolved=true')).map(({ id }) => id)).toEqual([third.id]);
    expect(await count()).toMatchObject({ count: 1, workflows: [{ workflowId, workflowName: 'Orders', count: 1 }] });
  });

  it('sends everything again where it says so, and waits in between', async () => {
    await publish('Orders', effects({ attempts: 2, delayMs: 300, effects: 'send-again' }));
    const first = await send('orders');
    await expect.poll(async () => (await read(first.id)).followUps, { timeout: 20_000 }).toHaveLength(1);
    isBroken = false;
    const second = await followUpOf(first.id);
    expect(second).toMatchObject({ status: 'succeeded', notBefore: null });
    expect(Date.parse(second.startedAt ?? '') - Date.parse(first.finishedAt ?? '')).toBeGreaterThanOrEqual(300);
    expect(seen).toEqual(['/first', '/second', '/first', '/second']);
    expect(await count()).toEqual({ count: 0, workflows: [] });
  });

  it('leaves tests alone', async () => {
    const workflowId = await publish('Orders', effects({ attempts: 3, delayMs: 0 }));
    const { body } = await server.call('POST', `/api/workflows/${workflowId}/test`, { request: { body: '{}' } });
    const test = await ended(executionSummary.parse(body).id);
    expect(test).toMatchObject({ status: 'failed', unresolved: false, followUps: [] });
    expect(await count()).toEqual({ count: 0, workflows: [] });
  });
});

describe('a workflow that handles failures', () => {
  it('gets the failure as its delivery, and each leads to the other', async () => {
    const handler = await publish('Alerts', chain([hook({}), script('say', 'return trigger;')]));
    const workflowId = await publish('Orders', effects({ workflowId: handler }));
    const first = await send('orders', { order: 7 });
    const handled = await followUpOf(first.id);
    expect(handled).toMatchObject({
      ...{ workflowId: handler, version: 1, status: 'succeeded', origin: { kind: 'failure', of: first.id } },
      output: {
        method: 'POST',
        headers: {
          ...{ 'content-type': 'application/json', 'x-millrace-event': 'execution.failed' },
          ...{ 'x-millrace-workflow': workflowId, 'x-millrace-execution': first.id },
        },
        body: {
          workflow: { id: workflowId, name: 'Orders', version: 1 },
          execution: { id: first.id, attempts: 1 },
          error: { code: 'http-503', nodeId: 'second', nodeName: 'Call second' },
          delivery: { id: first.deliveryId, method: 'POST', body: { order: 7 }, bodyOmitted: false },
        },
      },
    });
    const kept = await server.call('GET', `/api/deliveries/${handled.deliveryId}`);
    expect(kept.body).toMatchObject({ outcome: 'accepted', verification: { preset: 'internal' }, workflowId: handler });
    expect(kept.body).toMatchObject({ reason: expect.stringContaining('“Orders”') });
  });

  it('is not called by its own failure, nor in a circle', async () => {
    const one = await publish('One', effects());
    const two = await publish('Two', effects({ workflowId: one }));
    const { draft } = z
      .object({ draft: z.object({ revision: z.number() }) })
      .parse((await server.call('GET', `/api/workflows/${one}`)).body);
    const graph = effects({ workflowId: two });
    await server.call('PUT', `/api/workflows/${one}/draft`, { graph, revision: draft.revision });
    await server.call('POST', `/api/workflows/${one}/publish`);
    const first = await send('one');
    const handled = await followUpOf(first.id);
    expect(handled).toMatchObject({ workflowId: two, status: 'failed', followUps: [] });
    expect((await list('')).map(({ id }) => id)).toEqual([handled.id, first.id]);
  });
});

describe('many at once', () => {
  const bulk = async (body: object) => bulkResult.parse((await server.call('POST', '/api/executions/bulk', body)).body);

  it('are replayed page by page, oldest first, each once, and are then no unresolved failures', async () => {
    const workflowId = await publish('Orders', effects());
    const failures: Execution[] = [];
    for (let n = 0; n < 5; n++) failures.push(await send('orders', { n }));
    isBroken = false;
    seen = [];
    const request = {
      action: { kind: 'replay', from: 'failed-node' },
      filter: { workflowId, unresolved: true, to: new Date(Date.now() + 1).toISOString() },
      limit: 2,
    };
    const pages = [await bulk(request)];
    // As after an answer that got lost.
    expect(await bulk({ ...request, filter: { ...request.filter, unresolved: false } })).toMatchObject({
      done: pages[0]?.done,
    });
    for (let page = pages[0]; page && page.nextCursor !== null; pages.push(page)) {
      page = await bulk({ ...request, cursor: page.nextCursor });
    }
    const replays = await Promise.all(pages.flatMap(({ done }) => done).map(ended));
    expect(replays.map(({ status, origin }) => ({ status, origin }))).toEqual(
      failures.map(({ id }) => ({
        status: 'succeeded',
        origin: { kind: 'replay', of: id, fromNode: 'second', effects: 'send-again' },
      })),
    );
    expect(seen).toEqual(Array.from({ length: 5 }, () => '/second'));
    expect(await count()).toEqual({ count: 0, workflows: [] });
  });

  it('are replayed from a step that was chosen, where the version has it', async () => {
    await publish('Orders', effects());
    const other = await publish('Others', chain([hook({}), script('alone', 'return 1;')]));
    isBroken = false;
    const orders = [await send('orders'), await send('orders')];
    const without = await send('others');
    seen = [];
    const result = await bulk({ action: { kind: 'replay', from: { nodeId: 'second' } } });
    const replays = await Promise.all(result.done.map(ended));
    expect(replays.map(({ origin }) => origin)).toEqual(
      orders.map(({ id }) => ({ kind: 'replay', of: id, fromNode: 'second', effects: 'send-again' })),
    );
    expect(replays.map(reusedOf)).toEqual([
      ['hook', 'first'],
      ['hook', 'first'],
    ]);
    expect(seen).toEqual(['/second', '/second']);
    expect(result.skipped).toEqual([
      { executionId: without.id, reason: expect.stringMatching(/no node with this id/) },
    ]);
    expect(without.workflowId).toBe(other);
  });

  it('say what they leave alone, and why', async () => {
    const workflowId = await publish('Orders', effects());
    const failure = await send('orders');
    isBroken = false;
    const success = await send('orders');
    const { body } = await server.call('POST', `/api/workflows/${workflowId}/test`, { request: {} });
    const test = await ended(executionSummary.parse(body).id);
    const result = await bulk({ action: { kind: 'replay', from: 'failed-node', version: 'draft' } });
    expect(result.skipped).toEqual([
      { executionId: success.id, reason: expect.stringMatching(/did not fail/) },
      { executionId: test.id, reason: expect.stringMatching(/test/) },
    ]);
    expect(await ended(result.done[0] ?? '')).toMatchObject({ version: null, origin: { of: failure.id } });
    const wrong = { action: { kind: 'replay' }, cursor: 'nonsense' };
    expect((await server.call('POST', '/api/executions/bulk', wrong)).status).toBe(422);
  });

  it('are left alone, as every other is gone on with, where they are deleted at the same time', async () => {
    isBroken = false;
    await publish('Kept', effects());
    await send('kept');
    for (const name of ['One', 'Two', 'Three']) {
      const id = await publish(name, effects());
      for (let n = 0; n < 5; n++) await send(name.toLowerCase());
      const replay = { action: { kind: 'replay' }, filter: {} };
      const answers = await Promise.all([
        server.call('POST', '/api/executions/bulk', replay),
        server.call('DELETE', `/api/workflows/${id}`),
        server.call('POST', '/api/executions/bulk', replay),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([200, 204, 200]);
    }
  });

  it('are dismissed, and one is put back', async () => {
    await publish('Orders', effects());
    const failures = [await send('orders'), await send('orders')];
    const dismissing = { action: { kind: 'dismiss' }, filter: { unresolved: true } };
    expect(await bulk(dismissing)).toMatchObject({ done: failures.map(({ id }) => id), skipped: [] });
    expect(await count()).toMatchObject({ count: 0 });
    const path = `/api/executions/${failures[0]?.id}/dismiss`;
    expect(await server.call('POST', path, { dismissed: false })).toMatchObject({
      ...{ status: 200, body: { unresolved: true } },
    });
    expect(await count()).toMatchObject({ count: 1 });
    isBroken = false;
    const { id } = await send('orders');
    expect(await server.call('POST', `/api/executions/${id}/dismiss`)).toMatchObject({ status: 409 });
  });
});
