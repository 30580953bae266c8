import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Store } from '../store/store.ts';
import { openTestEngine, PATIENCE_MS, runGraph, soon, startGraph, type TestEngine } from '../test-engine.ts';
import { graphOf } from '../test-graph.ts';

vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS });

let test: TestEngine;
beforeAll(async () => {
  test = await openTestEngine();
});
afterAll(() => test.close());

const order = { amount: 1_200, customer: { email: 'a@b.example' }, items: [{ price: 2, quantity: 3 }] };
const script = (id: string, code: string, settings = {}) => ({ id, type: 'script', config: { code }, settings });
const never = { id: 'never', type: 'filter', config: { all: [{ left: 1, is: 'equals', right: 2 }] } };
const statuses = (steps: readonly { nodeId: string; status: string }[]) =>
  Object.fromEntries(steps.map(({ nodeId, status }) => [nodeId, status]));

describe('an execution', () => {
  it('runs webhook, filter, transform, script and respond', async () => {
    const graph = graphOf(
      [
        {
          id: 'big',
          type: 'filter',
          config: { all: [{ left: '{{ trigger.body.amount }}', is: 'greater-than', right: 1000 }] },
        },
        {
          id: 'map',
          type: 'transform',
          config: { keep: 'none', set: [{ path: 'email', value: '{{ input.customer.email }}' }] },
        },
        { id: 'sum', type: 'script', config: { code: 'return { ...input, total: trigger.body.items[0].price * 3 };' } },
        { id: 'answer', type: 'respond', config: { status: 201, body: { kind: 'json', json: '{{ input }}' } } },
      ],
      ['hook → big', 'big → map', 'map → sum', 'sum → answer'],
      { respond: 'by-node' },
    );
    const { running, end, record, step, json } = await runGraph(test, graph, { body: order });
    expect(await running.response).toMatchObject({ status: 201, body: '{"email":"a@b.example","total":6}' });
    expect(end).toEqual({ status: 'succeeded', output: { email: 'a@b.example', total: 6 }, error: null });
    expect(record.status).toBe('succeeded');
    expect(record.steps.map(({ nodeId, status }) => [nodeId, status])).toEqual([
      ['hook', 'succeeded'],
      ['big', 'succeeded'],
      ['map', 'succeeded'],
      ['sum', 'succeeded'],
      ['answer', 'succeeded'],
    ]);
    expect(step('big').output).toEqual({ kind: 'trigger-body' });
    expect(json(step('map').output)).toEqual({ email: 'a@b.example' });
    expect(json(step('sum').input)).toEqual({ email: 'a@b.example' });
    expect(json(step('sum').output)).toEqual({ email: 'a@b.example', total: 6 });
    expect(json(record.output)).toEqual({ email: 'a@b.example', total: 6 });
  });

  it('tells whom it does not concern at once, and else when its end can be read', async () => {
    const { promise: mayFinish, resolve: finish } = Promise.withResolvers<void>();
    const store: Store = {
      ...test.store,
      finishExecution: (...given) => mayFinish.then(() => test.store.finishExecution(...given)),
    };
    const engine = test.create({ store });
    await engine.open();
    const running = await startGraph({ ...test, engine }, graphOf([script('sum', 'return 1;')], ['hook → sum']));
    expect((await running.finished)?.status).toBe('succeeded');
    await engine.written('another');
    const read = engine.written(running.id).then(() => test.store.getExecutionSummary(running.id));
    expect(await test.store.getExecutionSummary(running.id)).toMatchObject({ status: 'running' });
    finish();
    expect(await read).toMatchObject({ status: 'succeeded' });
    await engine.close(1_000);
  });

  it('keys the input of a join, and the output of several end nodes, by name', async () => {
    const graph = graphOf(
      [
        { ...script('a', 'return 1;'), name: 'First one' },
        { ...script('b', 'return 2;'), name: '__proto__' },
        script('c', 'return input;'),
        script('d', 'return steps["First one"].output + 1;'),
      ],
      ['hook → a', 'hook → b', 'a → c', 'b → c', 'a → d'],
    );
    const { end, step, json } = await runGraph(test, graph);
    const joined = JSON.parse('{"First one":1,"__proto__":2}');
    expect(end).toEqual({ status: 'succeeded', output: { c: joined, d: 2 }, error: null });
    expect(json(step('c').input)).toEqual(joined);
  });

  it('is filtered when a filter stops everything, and succeeds when something else ends', async () => {
    const stopped = await runGraph(test, graphOf([never, script('a', '')], ['hook → never', 'never → a']));
    expect(stopped.end?.status).toBe('filtered');
    expect(statuses(stopped.record.steps)).toEqual({ hook: 'succeeded', never: 'filtered', a: 'skipped' });
    const other = await runGraph(test, graphOf([never, script('a', 'return 7;')], ['hook → never', 'hook → a']));
    expect(other.end).toEqual({ status: 'succeeded', output: 7, error: null });
  });

  it('joins what reaches it although another branch was filtered', async () => {
    const graph = graphOf(
      [never, script('a', 'return 1;'), script('j', 'return input;')],
      ['hook → never', 'hook → a', 'never → j', 'a → j'],
    );
    expect((await runGraph(test, graph)).end?.output).toEqual({ a: 1 });
  });

  it('fails with the node, what happened and where', async () => {
    const broken = graphOf(
      [{ ...script('a', '\nthrow new TypeError("no");'), name: 'Break' }, script('b', '')],
      ['hook → a', 'a → b'],
    );
    const { end, record } = await runGraph(test, broken);
    const error = {
      code: 'script-error',
      nodeId: 'a',
      nodeName: 'Break',
      message: expect.stringMatching(/TypeError: no.*line 2/),
    };
    expect(end).toEqual({ status: 'failed', output: null, error: expect.objectContaining(error) });
    expect(record.error).toMatchObject(error);
    expect(statuses(record.steps)).toEqual({ hook: 'succeeded', a: 'failed', b: 'skipped' });
  });

  it('passes an error on, or out through its own port', async () => {
    const fails = (onError: string) => script('a', 'throw new Error("no");', { onError });
    const continued = await runGraph(
      test,
      graphOf([fails('continue'), script('b', 'return input.error.message;')], ['hook → a', 'a → b']),
    );
    expect(continued.end).toMatchObject({ status: 'succeeded', output: expect.stringContaining('Error: no') });
    expect(continued.step('a')).toMatchObject({ status: 'failed', ports: ['out'], error: { code: 'script-error' } });
    const branched = await runGraph(
      test,
      graphOf(
        [fails('branch'), script('b', 'return 1;'), script('c', 'return input.error.code;')],
        ['hook → a', 'a → b', 'a.error → c'],
      ),
    );
    expect(branched.end?.output).toBe('script-error');
    expect(statuses(branched.record.steps)).toMatchObject({ a: 'failed', b: 'skipped', c: 'succeeded' });
  });

  it('passes the input of a disabled node on', async () => {
    const graph = graphOf(
      [script('a', 'return 1;', { disabled: true }), script('b', 'return input.amount;')],
      ['hook → a', 'a → b'],
    );
    const { end, step } = await runGraph(test, graph, { body: order });
    expect(end?.output).toBe(1_200);
    expect(step('a').output).toEqual({ kind: 'trigger-body' });
  });

  it('runs up to a node and no further, and nothing beside it', async () => {
    const graph = graphOf(
      [script('a', 'return 1;'), script('b', 'return 2;'), script('x', 'throw 1;')],
      ['hook → a', 'a → b', 'hook → x'],
    );
    const { end, record } = await runGraph(test, graph, { untilNode: 'a' });
    expect(end?.output).toBe(1);
    expect(statuses(record.steps)).toEqual({ hook: 'succeeded', a: 'succeeded' });
  });

  it('runs a draft whose last node is not set up, as far as it goes', async () => {
    const graph = graphOf(
      [script('a', 'return 1;'), { id: 'b', type: 'filter', name: 'Unfinished', config: {} }],
      ['hook → a', 'a → b'],
    );
    const { end, step } = await runGraph(test, graph);
    expect(step('a').status).toBe('succeeded');
    expect(end?.error).toMatchObject({
      code: 'invalid-config',
      nodeId: 'b',
      message: expect.stringContaining('"Unfinished"'),
    });
  });

  it('says why a graph cannot run at all', async () => {
    const graph = graphOf([script('a', ''), script('b', '')], ['hook → a', 'a → b', 'b → a']);
    const { end, record } = await runGraph(test, graph);
    expect(end?.error).toMatchObject({ code: 'unusable-graph', message: expect.stringContaining('cycle') });
    expect(record.status).toBe('failed');
  });

  it('evaluates all expressions of a node, keeps types, and says which one failed', async () => {
    const set = (value: string) => ({
      id: 'a',
      type: 'transform',
      config: {
        keep: 'none',
        set: [
          { path: 'n', value: '{{ input.amount + 1 }}' },
          { path: 't', value },
        ],
      },
    });
    const fine = await runGraph(test, graphOf([set('{{ input.amount }} and {{ 1 + 1 }}')], ['hook → a']), {
      body: order,
    });
    expect(fine.end?.output).toEqual({ n: 1_201, t: '1200 and 2' });
    const failed = await runGraph(test, graphOf([set('{{ input.no.no + 1 }}')], ['hook → a']), { body: order });
    expect(failed.end?.error).toMatchObject({
      code: 'expression-error',
      message: expect.stringContaining('input.no.no + 1'),
    });
  });

  it('puts values into fields as these take them, and says when they do not', async () => {
    const answer = (status: string) =>
      graphOf(
        [{ id: 'a', type: 'respond', config: { status, headers: [{ name: 'x-n', value: '{{ input.n }}' }] } }],
        ['hook → a'],
        { respond: 'by-node' },
      );
    const fine = await runGraph(test, answer('{{ input.n }}'), { body: { n: 207 } });
    expect(await fine.running.response).toMatchObject({
      status: 207,
      headers: expect.arrayContaining([['x-n', '207']]),
    });
    const wrong = await runGraph(test, answer('{{ input.n }}'), { body: { n: 7 } });
    expect(await wrong.running.response).toBeNull();
    expect(wrong.end?.error).toMatchObject({ code: 'invalid-config', nodeId: 'a' });
  });

  it('answers null as soon as no respond node can be reached', async () => {
    const respond = { id: 'r', type: 'respond', config: {} };
    const slow = script('slow', 'for (const end = Date.now() + 200; Date.now() < end;); return 1;');
    const graph = graphOf([never, respond, slow], ['hook → never', 'never → r', 'hook → slow'], { respond: 'by-node' });
    const running = await startGraph(test, graph);
    const first = await Promise.race([running.response, running.finished.then(() => 'finished')]);
    expect(first).toBeNull();
    expect((await running.finished)?.status).toBe('succeeded');
  });

  it('lets only the first respond node answer, and only who waits for one', async () => {
    const respond = (id: string, text: string) => ({ id, type: 'respond', config: { body: { kind: 'text', text } } });
    const nodes = [respond('a', 'first'), respond('b', 'second')];
    const edges = ['hook → a', 'a → b'];
    const { running, step } = await runGraph(test, graphOf(nodes, edges, { respond: 'by-node' }));
    expect(await running.response).toMatchObject({ body: 'first' });
    expect(step('b').logs).toEqual([{ level: 'info', text: expect.stringContaining('answered before') }]);
    const unheard = await runGraph(test, graphOf(nodes, edges));
    expect(await unheard.running.response).toBeNull();
  });

  it('gives up an output that is too large, and logs that are too long', async () => {
    const large = await runGraph(test, graphOf([script('a', 'return "x".repeat(5_100_000);')], ['hook → a']));
    expect(large.end?.error).toMatchObject({ code: 'output-too-large', nodeId: 'a' });
    const chatty = await runGraph(
      test,
      graphOf([script('a', 'for (let i = 0; i < 500; i++) console.log("line", i);')], ['hook → a']),
    );
    expect(chatty.step('a').logs).toHaveLength(201);
    expect(chatty.step('a').logs.at(-1)).toMatchObject({ level: 'warn' });
  });

  it('tries a script again as often as it is told', async () => {
    const retry = { attempts: 3, delayMs: 1 };
    const { end, step } = await runGraph(
      test,
      graphOf([script('a', 'throw new Error("no");', { retry })], ['hook → a']),
    );
    expect(end?.status).toBe('failed');
    expect(step('a').attempts.map(({ number, status, retryAt }) => [number, status, retryAt !== null])).toEqual([
      [1, 'failed', true],
      [2, 'failed', true],
      [3, 'failed', false],
    ]);
  });

  it('runs a chain of a thousand nodes', async () => {
    const nodes = Array.from({ length: 998 }, (_, at) => ({
      id: `n${at}`,
      type: 'transform',
      config: { set: [{ path: 'at', value: at }] },
    }));
    const graph = graphOf(
      nodes,
      nodes.map(({ id }, at) => `${nodes[at - 1]?.id ?? 'hook'} → ${id}`),
    );
    expect((await runGraph(test, graph)).end?.output).toEqual({ at: 997 });
  });

  it('announces steps and its end to whoever listens', async () => {
    const heard: string[] = [];
    const { unsubscribe } = test.live.subscribe((_, event) => {
      if (event.kind === 'step') heard.push(`${event.nodeId} ${event.status}`);
      // What the test before did may still be told.
      if (event.kind === 'execution' && event.execution.status !== 'succeeded') heard.push(event.execution.status);
    });
    await runGraph(test, graphOf([never, script('a', '')], ['hook → never', 'never → a']));
    await soon(() => expect(heard.at(-1)).toBe('filtered'));
    unsubscribe();
    // That it runs is no news any more when it ends within the same flush; if it is told, it is told first.
    const [first, ...rest] = heard;
    const told = first === 'running' ? rest : heard;
    expect(told).toEqual(['hook succeeded', 'never filtered', 'a skipped', 'filtered']);
  });
});
