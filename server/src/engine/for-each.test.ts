import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { acceptWork, openTestEngine, recordOf, runGraph, soon, startGraph, type TestEngine } from '../test-engine.ts';
import { graphOf, type NodeInput } from '../test-graph.ts';

let test: TestEngine;
let target: Server;
let url = '';
let answer: RequestListener;
let seen: string[] = [];
beforeAll(async () => {
  test = await openTestEngine();
  target = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      seen.push(body);
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  target.close();
  await test.close();
});
beforeEach(() => {
  seen = [];
  answer = (_request, response) => void response.end('ok');
});

const each = (config: Record<string, unknown> = {}): NodeInput => ({
  ...{ id: 'each', type: 'for-each', config: { items: '{{ trigger.body.items }}', ...config } },
});
const inside = (node: NodeInput): NodeInput => ({ ...node, parentId: 'each' });
const script = (id: string, code: string): NodeInput => ({ id, type: 'script', config: { code } });
const call = (id: string, settings: Record<string, unknown> = {}): NodeInput => ({
  ...{ id, type: 'http-request', settings },
  config: { method: 'POST', url, body: { kind: 'text', text: '{{ item }}' } },
});
const items = (count: number) => ({ body: { items: Array.from({ length: count }, (_, at) => at) } });

describe('for each', () => {
  it('runs what is inside once for each item and puts the outputs in their order', async () => {
    const graph = graphOf(
      [
        each({ concurrency: 3 }),
        inside(script('double', 'return input * 2;')),
        inside(
          script('more', 'return { double: steps.double.output, item, index, from: steps.hook.output.items.length };'),
        ),
        script('after', 'return { many: input.length, last: input.at(-1) };'),
      ],
      ['hook → each', 'double → more', 'each → after'],
    );
    const { end, record, step, json } = await runGraph(test, graph, items(20));
    expect(end).toMatchObject({
      status: 'succeeded',
      output: { many: 20, last: { double: 38, item: 19, index: 19, from: 20 } },
    });
    expect(record.steps).toHaveLength(3 + 2 * 20);
    const seventh = record.steps.find(({ nodeId, round }) => nodeId === 'more' && round === 7);
    expect(json(seventh?.input ?? { kind: 'none' })).toBe(14);
    expect(json(step('each').output)).toHaveLength(20);
  });

  it('acts once for each item, under a key of its own', async () => {
    const keys: unknown[] = [];
    answer = ({ headers }, response) => {
      keys.push(headers['idempotency-key']);
      response.end('ok');
    };
    const count = { operation: 'increment', collection: 'items', key: 'seen' };
    const graph = graphOf(
      [each(), inside(call('call')), inside({ id: 'count', type: 'collection', config: count })],
      ['hook → each', 'call → count'],
    );
    expect((await runGraph(test, graph, items(3))).end?.status).toBe('succeeded');
    expect(new Set(keys).size).toBe(3);
    expect((await test.store.getRecord({ collection: 'items', key: 'seen' }))?.json).toBe('3');
  });

  it('takes an empty list, and refuses what is none', async () => {
    const graph = graphOf([each(), inside(script('a', 'return 1;'))], ['hook → each']);
    expect((await runGraph(test, graph, items(0))).end).toMatchObject({ status: 'succeeded', output: [] });
    const { end } = await runGraph(test, graph, { body: { items: { a: 1 } } });
    expect(end).toMatchObject({ status: 'failed', error: { nodeId: 'each' } });
    expect(end?.error?.message).toMatch(/"each"/);
  });

  it('gives batches to the rounds', async () => {
    const graph = graphOf(
      [each({ batchSize: 3 }), inside(script('sum', 'return input.reduce((a, b) => a + b, 0);'))],
      ['hook → each'],
    );
    expect((await runGraph(test, graph, items(7))).end?.output).toEqual([3, 12, 6]);
  });

  it('leaves out rounds that a filter ended, and joins branches inside', async () => {
    const odd = { id: 'odd', type: 'filter', config: { expression: 'input % 2 === 1' } };
    const graph = graphOf(
      [each(), inside(odd), inside(script('a', 'return input;')), inside(script('b', 'return input + 1;'))],
      ['hook → each', 'odd → a', 'odd → b'],
    );
    expect((await runGraph(test, graph, items(5))).end?.output).toEqual([
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ]);
  });

  it('handles thousands of items that need nobody else, one after the other', async () => {
    const map = { id: 'map', type: 'transform', config: { keep: 'none', set: [{ path: 'n', value: '{{ item }}' }] } };
    const { end } = await runGraph(
      test,
      graphOf([each({ concurrency: 1 }), inside(map)], ['hook → each']),
      items(5_000),
    );
    const output = end?.output;
    if (!Array.isArray(output)) throw new Error('It put out no list.');
    expect([output.length, output[4_999]]).toEqual([5_000, { n: 4_999 }]);
  });

  it('runs no more rounds at a time than it may', async () => {
    let now = 0;
    let most = 0;
    answer = (_request, response) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        response.end('ok');
      }, 10);
    };
    const graph = graphOf([each({ concurrency: 2 }), inside(call('tell'))], ['hook → each']);
    expect((await runGraph(test, graph, items(9))).end?.status).toBe('succeeded');
    expect([most, seen.length]).toEqual([2, 9]);
  });

  const failing = (onItemError: string) =>
    graphOf(
      [
        each({ onItemError, concurrency: 1 }),
        inside(script('check', 'if (item === 2) throw new Error("two"); return item;')),
      ],
      ['hook → each'],
    );
  it('stops at an item that fails, and says which', async () => {
    const { end, step, record } = await runGraph(test, failing('stop'), items(6));
    expect(end?.status).toBe('failed');
    expect(step('each').error).toMatchObject({ code: 'item-failed', details: { index: 2 } });
    expect(step('each').error?.message).toMatch(/^Item 3 of "each" failed: .*two/);
    expect(record.steps.filter(({ nodeId }) => nodeId === 'check')).toHaveLength(3);
  });

  it('collects failures among the outputs', async () => {
    const { end } = await runGraph(test, failing('collect'), items(4));
    expect(end?.output).toMatchObject([0, 1, { error: { nodeName: 'check' } }, 3]);
  });

  it('lets a failure of its own go on by the error port', async () => {
    const graph = failing('stop');
    const handled = {
      nodes: [
        ...graph.nodes.map((node) =>
          node.id === 'each' ? { ...node, settings: { onError: 'branch' as const } } : node,
        ),
        ...graphOf([script('catch', 'return input.error.code;')], []).nodes.slice(1),
      ],
      edges: [...graph.edges, { id: 'e', source: 'each', sourceHandle: 'error', target: 'catch', targetHandle: 'in' }],
    };
    expect((await runGraph(test, handled, items(3))).end).toMatchObject({ status: 'succeeded', output: 'item-failed' });
  });

  it('starts no further round once another branch failed', async () => {
    answer = (_request, response) => void setTimeout(() => response.end('ok'), 20);
    const graph = graphOf(
      [each({ concurrency: 1 }), inside(call('tell')), script('bad', 'throw new Error("no");')],
      ['hook → each', 'hook → bad'],
    );
    const { end, step } = await runGraph(test, graph, items(50));
    expect(end).toMatchObject({ status: 'failed', error: { nodeId: 'bad' } });
    expect(step('each').status).toBe('cancelled');
    expect(seen.length).toBeLessThan(5);
  });

  it('does not begin once another branch failed', async () => {
    const bad = { id: 'bad', type: 'transform', config: { set: [{ path: 'items.x', value: 1 }] } };
    const graph = graphOf(
      [bad, each({ onItemError: 'collect' }), inside(script('a', 'return 1;'))],
      ['hook → bad', 'hook → each'],
    );
    const { end, record, step } = await runGraph(test, graph, items(3));
    expect(end).toMatchObject({ status: 'failed', error: { nodeId: 'bad' } });
    expect(step('each')).toMatchObject({ status: 'cancelled', output: { kind: 'none' } });
    expect(record.steps.filter(({ nodeId }) => nodeId === 'a')).toEqual([]);
  });

  it('puts out nothing where it failed', async () => {
    const bad = call('bad');
    answer = (_request, response) => void response.writeHead(400).end();
    const graph = graphOf([each(), inside(bad)], ['hook → each']);
    const { step } = await runGraph(test, graph, items(2));
    expect(step('each')).toMatchObject({ status: 'failed', output: { kind: 'none' } });
  });

  it.each<[string, unknown, string]>([
    ['a text', { items: 'no list' }, 'items: Give a list or an expression in {{ }}. It came to a text.'],
    ['an object', { items: { a: 1 } }, 'items: Give a list or an expression in {{ }}. It came to an object.'],
    ['nothing', {}, 'its expression came to none'],
  ])('says what its items came to: %s', async (_, body, message) => {
    const graph = graphOf([each(), inside(script('any', 'return item;'))], ['hook → each']);
    const { end } = await runGraph(test, graph, { body });
    expect(end?.error?.message).toContain(message);
  });

  it('is cancelled with all its rounds', async () => {
    answer = () => undefined;
    const running = await startGraph(test, graphOf([each(), inside(call('tell'))], ['hook → each']), items(20));
    await soon(() => expect(seen.length).toBe(5));
    expect(await test.engine.cancel(running.id)).toBe('requested');
    expect((await running.finished)?.status).toBe('cancelled');
  });

  it("waits inside, in nobody's memory", async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-01-01T00:00:00Z') });
    try {
      const pause = { id: 'pause', type: 'delay', config: { wait: { kind: 'duration', amount: 1, unit: 'days' } } };
      const graph = graphOf(
        [each({ concurrency: 2 }), inside(pause), inside(call('tell'))],
        ['hook → each', 'pause → tell'],
      );
      const running = await startGraph(test, graph, items(3));
      expect(await running.finished).toBeUndefined();
      vi.setSystemTime(Date.now() + 86_400_001);
      await soon(() => expect(seen.sort()).toEqual(['0', '1']));
      // The third begins to wait by the clock as it stands when one of them has its answer.
      await soon(async () => {
        const steps = (await test.store.getExecution(running.id))?.steps ?? [];
        expect(steps.some(({ round, status }) => round === 2 && status === 'waiting')).toBe(true);
      });
      vi.setSystemTime(Date.now() + 86_400_001);
      expect(await recordOf(test.store, running.id)).toMatchObject({ status: 'succeeded', recoveries: 0 });
      expect(seen.sort()).toEqual(['0', '1', '2']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('repeats no effect that ended when its process died, and goes over the same items', async () => {
    const graph = graphOf(
      [
        script('make', 'return [Math.random(), Math.random(), Math.random()];'),
        each({ items: '{{ input }}', concurrency: 1 }),
        inside(call('tell')),
      ],
      ['hook → make', 'make → each'],
    );
    const dead = test.create();
    await dead.open();
    answer = (_request, response) => void (seen.length < 3 && response.end('ok'));
    const work = await acceptWork(test.store, dead.instanceId, graph);
    dead.start(work);
    await soon(() => expect(seen.length).toBe(3));
    // As if its process had died: it hands back what runs, with nothing more written.
    await dead.close(0);
    answer = (_request, response) => void response.end('ok');
    const record = await recordOf(test.store, work.id);
    expect(record.status).toBe('succeeded');
    // The third was in flight.
    expect(seen).toHaveLength(4);
    expect(seen[3]).toBe(seen[2]);
    expect(new Set(seen).size).toBe(3);
  });
});
