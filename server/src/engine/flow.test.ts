import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type LoopbackServer, listenHttp } from '../outbound/loopback-server.ts';
import {
  acceptWork,
  openTestEngine,
  PATIENCE_MS,
  recordOf,
  runGraph,
  soon,
  startGraph,
  type TestEngine,
} from '../test-engine.ts';
import { graphOf, type NodeInput } from '../test-graph.ts';

vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS });

let test: TestEngine;
let target: LoopbackServer;
/** Requests that are not answered yet, by path. */
const held = new Map<string, () => void>();
const seen: { readonly path: string; readonly body: string }[] = [];

beforeAll(async () => {
  test = await openTestEngine();
  target = await listenHttp((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      seen.push({ path, body: Buffer.concat(chunks).toString() });
      held.set(path, () => {
        response.statusCode = path === '/broken' ? 503 : 200;
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ from: path }));
      });
    });
  });
});
afterEach(() => {
  held.clear();
  seen.length = 0;
});
afterAll(async () => {
  await target.close();
  await test.close();
});

const answer = async (path: string) => {
  await soon(() => expect(held.has(path)).toBe(true));
  held.get(path)?.();
  held.delete(path);
};
const call = (id: string, settings: NodeInput['settings'] = {}): NodeInput => ({
  id,
  type: 'http-request',
  config: { method: 'POST', url: `${target.origin}/${id}`, body: { kind: 'json', json: '{{ input }}' } },
  settings,
});
const script = (id: string, code: string): NodeInput => ({ id, type: 'script', config: { code } });
const branch = (id: string, left: unknown) => ({ id, name: `The ${id}`, when: { all: [{ left, is: 'is-true' }] } });
const sorting = (mode: 'first' | 'all', settings: NodeInput['settings'] = {}): NodeInput => ({
  id: 'sort',
  type: 'switch',
  config: { mode, branches: [branch('a', '{{ input.a }}'), branch('b', '{{ input.b.valueOf() }}')] },
  settings,
});
const sorted = (mode: 'first' | 'all', settings: NodeInput['settings'] = {}) =>
  graphOf(
    [sorting(mode, settings), ...['a', 'b', 'rest'].map((id) => script(id, `return { ${id}: input };`))],
    ['hook → sort', 'sort.a → a', 'sort.b → b', 'sort.otherwise → rest'],
  );

describe('a switch', () => {
  const both = { a: true, b: true };

  it('sends its input by the first branch that holds, without a copy', async () => {
    const { end, step } = await runGraph(test, sorted('first'), { body: both });
    expect(end?.output).toEqual({ a: both });
    expect(step('sort')).toMatchObject({ ports: ['a'], output: { kind: 'trigger-body' } });
    expect([step('b').status, step('rest').status]).toEqual(['skipped', 'skipped']);
  });

  it('sends it by all that hold at once', async () => {
    const { end, step } = await runGraph(test, sorted('all'), { body: both });
    expect(end?.output).toEqual({ a: { a: both }, b: { b: both } });
    expect(step('sort').ports).toEqual(['a', 'b']);
    expect(step('rest').status).toBe('skipped');
  });

  it('sends by the other port what fits no branch, what it lets pass disabled, and its error', async () => {
    expect((await runGraph(test, sorted('all'), { body: {} })).end).toMatchObject({ status: 'failed' });
    const none = { a: false, b: false };
    expect((await runGraph(test, sorted('all'), { body: none })).end?.output).toEqual({ rest: none });
    expect((await runGraph(test, sorted('all', { disabled: true }), { body: both })).end?.output).toEqual({
      rest: both,
    });
    expect((await runGraph(test, sorted('all', { onError: 'continue' }), { body: {} })).end?.output).toEqual({
      rest: { error: expect.objectContaining({ code: 'expression-error' }) },
    });
  });
});

describe('a merge that takes the first value', () => {
  const merging = () =>
    graphOf(
      [call('slow'), call('fast'), { id: 'merge', type: 'merge', config: { mode: 'first' } }, call('last')],
      ['hook → slow', 'hook → fast', 'slow → merge', 'fast → merge', 'merge → last'],
    );

  it('runs at once, and lets what is still running go on', async () => {
    const running = await startGraph(test, merging());
    await answer('/fast');
    await answer('/last');
    await answer('/slow');
    await running.finished;
    const { steps } = await recordOf(test.store, running.id);
    expect(steps.map(({ nodeId, status }) => `${nodeId} ${status}`).sort()).toEqual([
      'fast succeeded',
      'hook succeeded',
      'last succeeded',
      'merge succeeded',
      'slow succeeded',
    ]);
    expect(seen.filter(({ path }) => path === '/last').map(({ body }) => JSON.parse(body).body)).toEqual([
      { from: '/fast' },
    ]);
  });

  it('goes on with the same value in another process, whatever is first there', async () => {
    const engine = test.create();
    await engine.open();
    const { id } = engine.start(await acceptWork(test.store, engine.instanceId, merging()));
    await answer('/fast');
    await soon(() => expect(held.has('/last')).toBe(true));
    await answer('/slow');
    await soon(async () => {
      const record = await test.store.getExecution(id);
      expect(record?.steps.find(({ nodeId }) => nodeId === 'slow')?.status).toBe('succeeded');
    });
    held.clear();
    await engine.close(0);
    await answer('/last');
    const { output } = await recordOf(test.store, id);
    const bodies = seen.filter(({ path }) => path === '/last').map(({ body }) => JSON.parse(body).body);
    expect(bodies).toEqual([{ from: '/fast' }, { from: '/fast' }]);
    expect(output).toMatchObject({ kind: 'json' });
  });
});

describe('a merge of lists', () => {
  it('takes them in the order of the edges, whatever they are called, each once', async () => {
    const graph = graphOf(
      [
        script('2', 'return [2];'),
        script('1', 'return [1];'),
        { ...script('0', 'return [0];'), settings: { onError: 'branch' } },
        { id: 'list', type: 'merge', config: { mode: 'append' } },
      ],
      ['hook → 0', 'hook → 1', 'hook → 2', '2 → list', '0 → list', '0.error → list', '1 → list'],
    );
    expect((await runGraph(test, graph)).end?.output).toEqual([2, 0, 1]);
  });
});

describe('a stop', () => {
  const stopping = (end: Record<string, unknown>, settings: NodeInput['settings'] = {}) =>
    graphOf(
      [
        call('running'),
        call('broken', { retry: { attempts: 3, delayMs: 3_600_000 } }),
        call('gate'),
        { id: 'stop', type: 'stop', config: { end }, settings },
        script('after', 'return 1;'),
      ],
      ['hook → running', 'hook → broken', 'hook → gate', 'gate → stop', 'running → after'],
    );
  /** Reached while one node runs and another one waits for its next attempt. */
  const stopped = async (end: Record<string, unknown>, settings: NodeInput['settings'] = {}) => {
    const running = await startGraph(test, stopping(end, settings), { body: { n: 1 } });
    await answer('/broken');
    await soon(async () => {
      const record = await test.store.getExecution(running.id);
      expect(record?.steps.find(({ nodeId }) => nodeId === 'broken')?.status).toBe('waiting');
    });
    await answer('/gate');
    await soon(() => expect(held.has('/running')).toBe(true));
    await answer('/running');
    const ended = await running.finished;
    const { steps } = await recordOf(test.store, running.id);
    return { ended, statuses: Object.fromEntries(steps.map(({ nodeId, status }) => [nodeId, status])) };
  };

  it('ends the execution with its output, starts nothing more, and waits for no retry', async () => {
    const output = { n: '{{ trigger.body.n }}', from: '{{ input.body.from }}' };
    const { ended, statuses } = await stopped({ as: 'succeeded', output });
    expect(ended).toEqual({ status: 'succeeded', output: { n: 1, from: '/gate' }, error: null });
    expect(statuses).toMatchObject({ running: 'succeeded', broken: 'cancelled', stop: 'succeeded', after: 'skipped' });
  });

  it('fails it with its message, also where errors are to go on', async () => {
    const { ended, statuses } = await stopped(
      { as: 'failed', message: 'No {{ input.body.from }} today' },
      { onError: 'continue' },
    );
    expect(ended).toEqual({
      status: 'failed',
      output: null,
      error: { code: 'stopped', message: 'No /gate today', nodeId: 'stop', nodeName: 'stop' },
    });
    expect(statuses).toMatchObject({ running: 'succeeded', broken: 'cancelled', stop: 'failed', after: 'skipped' });
  });
});

describe('what comes to wait while the execution ends', () => {
  it.each([
    ['a stop', { type: 'stop', config: {} }, { status: 'succeeded', output: { n: 1 } }],
    ['a failure', { type: 'stop', config: { end: { as: 'failed', message: 'No.' } } }, { status: 'failed' }],
  ])('is not waited for: %s', async (_, last, end) => {
    const pause = { id: 'pause', type: 'delay', config: { wait: { kind: 'duration', amount: 1, unit: 'days' } } };
    for (const edges of [
      ['hook → last', 'hook → pause'],
      ['hook → pause', 'hook → last'],
    ]) {
      const run = await runGraph(test, graphOf([pause, { id: 'last', ...last }], edges), { body: { n: 1 } });
      expect(run.end).toMatchObject(end);
      expect(run.step('pause').status).toBe('cancelled');
    }
  });
});
