import type { Graph } from '@millrace/shared/workflow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../new-id.ts';
import { listenMail } from '../../outbound/mail-server.ts';
import { createSandbox, type Sandbox } from '../../sandbox/sandbox.ts';
import type { NewDelivery } from '../../store/store.ts';
import type { WholeTestCase } from '../../store/test-case-store.ts';
import { acceptWork, openTestEngine, recordOf, soon, type TestEngine } from '../../test-engine.ts';
import { graphOf, type NodeInput } from '../../test-graph.ts';
import { type EffectServer, listenForEffects } from '../reference/effect-server.ts';
import { bodyOf, CALLED, everyNode } from '../reference/every-node.ts';
import { acceptTestCase } from './accept-test-case.ts';
import { keepTestCase } from './keep-test-case.ts';
import { runTestCase } from './run-test-case.ts';

let test: TestEngine;
let effects: EffectServer;
let mail: Awaited<ReturnType<typeof listenMail>>;
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = createSandbox({ workers: 1 });
  [test, effects, mail] = await Promise.all([openTestEngine(), listenForEffects(), listenMail()]);
});
afterAll(() => Promise.all([test.close(), effects.close(), mail.close(), sandbox.close()]));

/** Runs a graph once for real. */
async function run(graph: Graph, body: unknown) {
  const work = await acceptWork(test.store, test.engine.instanceId, graph, { body });
  test.engine.start(work);
  return work;
}

async function kept(graph: Graph, body: unknown = {}, work?: Awaited<ReturnType<typeof run>>): Promise<WholeTestCase> {
  const ran = work ?? (await run(graph, body));
  const record = await recordOf(test.store, ran.id);
  const result = await keepTestCase({ sandbox }, record, ran.delivery as NewDelivery);
  if (result.kind === 'refused') throw new Error(result.message);
  return { ...result.testCase, id: newId(), workflowId: ran.workflowId, name: 'Case', createdAt: 0 };
}

const changed = (graph: Graph, id: string, config: Record<string, unknown>): Graph => ({
  ...graph,
  nodes: graph.nodes.map((node) => (node.id === id ? { ...node, config: { ...node.config, ...config } } : node)),
});
const without = (graph: Graph, id: string): Graph => ({
  nodes: graph.nodes.filter((node) => node.id !== id),
  edges: graph.edges.filter(({ source, target }) => source !== id && target !== id),
});
const differences = async (graph: Graph, testCase: WholeTestCase) =>
  (await runTestCase({ sandbox }, graph, testCase)).differences.map(({ path, kind }) => `${kind} ${path}`);

const node = (id: string, type: string, config: Record<string, unknown>): NodeInput => ({ id, type, config });
const call = (id: string, value: string): NodeInput =>
  node(id, 'http-request', {
    ...{ method: 'POST', url: effects.origin, headers: [{ name: 'x-key', value: '{{ secrets.KEY }}' }] },
    body: { kind: 'json', json: { run: 'case', node: id, round: null, does: 'take', value } },
  });

describe('a test case', () => {
  it('of every kind of node passes on its own graph, and nothing is sent', async () => {
    const { store, engine } = test;
    const workflowId = newId();
    await store.createWorkflow({ id: workflowId, name: 'Called', slug: workflowId, draft: CALLED, now: Date.now() });
    await store.publish(workflowId, 1, Date.now());
    const graph = everyNode(effects.origin, workflowId);
    const work = await run(graph, bodyOf(mail.port));
    await soon(async () => expect((await store.getExecution(work.id))?.status).toBe('waiting'));
    await engine.resume({ executionId: work.id, stepKey: 'ask', output: '"yes"' });
    const before = await recordOf(store, work.id);
    expect(before.status).toBe('succeeded');
    const count = async () => ({
      requests: [...effects.of(work.id).values()].map(({ times }) => times),
      mails: mail.taken.length,
      called: (await store.listExecutions({ workflowId, limit: 50 })).items.length,
      records: (await store.listRecords('counts', { prefix: '', limit: 100 })).items.map(({ key }) => key),
    });
    const sent = await count();
    const testCase = await kept(graph, undefined, work);
    expect(testCase.ignored).toEqual([]);
    expect(new Set(testCase.expected.sent.map(({ nodeId }) => nodeId))).toEqual(
      new Set([
        ...[
          'late',
          'pause',
          'told',
          'ask',
          'item',
          'item-pause',
          'item-count',
          'count',
          'mail',
          'pages',
          'start',
          'call',
        ],
      ]),
    );
    expect(await differences(graph, testCase)).toEqual([]);
    expect(await count()).toEqual(sent);
    expect(await differences(changed(graph, 'mail', { subject: 'Another' }), testCase)).toEqual([
      'changed steps.mail.subject',
    ]);
    expect(await differences(changed(graph, 'values', { code: 'return [];' }), testCase)).toEqual([
      'missing output.items[0]',
      'missing output.items[1]',
      'missing output.items[2]',
    ]);
    expect(await count()).toEqual(sent);
  });

  it('tells what a change of the draft does', async () => {
    test.secrets.set('KEY', 'a-very-secret-value');
    const graph = graphOf(
      [
        node('big', 'filter', { all: [{ left: '{{ trigger.body.n }}', is: 'greater-than', right: 2 }] }),
        node('shape', 'transform', { keep: 'none', set: [{ path: 'n', value: '{{ trigger.body.n * 2 }}' }] }),
        call('tell', '{{ input.n }}'),
        node('last', 'script', { code: 'return { took: steps.tell.output.status, n: steps.shape.output.n };' }),
      ],
      ['hook → big', 'big → shape', 'shape → tell', 'tell → last'],
    );
    const testCase = await kept(graph, { n: 3 });
    expect(testCase.expected).toMatchObject({ status: 'succeeded', output: { took: 200, n: 6 } });
    expect(JSON.stringify(testCase)).not.toContain('very-secret');
    expect(await differences(graph, testCase)).toEqual([]);
    expect(
      await differences(
        changed(graph, 'big', { all: [{ left: '{{ trigger.body.n }}', is: 'greater-than', right: 1 }] }),
        testCase,
      ),
    ).toEqual([]);
    const strict = { all: [{ left: '{{ trigger.body.n }}', is: 'greater-than', right: 5 }] };
    expect(await differences(changed(graph, 'big', strict), testCase)).toEqual([
      'changed status',
      'missing steps.tell',
    ]);
    const other = { set: [{ path: 'n', value: '{{ trigger.body.n }}' }] };
    expect(await differences(changed(graph, 'shape', other), testCase)).toEqual([
      'changed output.n',
      'changed steps.tell.body.json.value',
    ]);
    expect(await differences(changed(graph, 'tell', { url: 'https://example.com/' }), testCase)).toEqual([
      'changed steps.tell.url',
    ]);
    expect(await differences(changed(graph, 'last', { code: 'throw new Error("no");' }), testCase)).toEqual([
      'changed status',
      'unexpected error',
    ]);
    const broken = await runTestCase({ sandbox }, changed(graph, 'last', { code: 'throw new Error("no");' }), testCase);
    expect(broken.differences[0]).toMatchObject({ nodeName: 'last', message: expect.stringContaining('Error: no') });
    expect(await differences(without(graph, 'last'), testCase)).toEqual(
      expect.arrayContaining(['missing output.took', 'missing output.n']),
    );
    const more: Graph = {
      nodes: [
        ...graph.nodes,
        { ...graphOf([call('more', '1')], []).nodes[1], id: 'more', name: 'More' } as Graph['nodes'][number],
      ],
      edges: [...graph.edges, { id: 'more', source: 'shape', sourceHandle: 'out', target: 'more', targetHandle: 'in' }],
    };
    expect(await differences(more, testCase)).toEqual(['unexpected steps.More']);
    const { differences: untold } = await runTestCase({ sandbox }, more, testCase);
    expect(untold).toMatchObject([{ isCompared: false, message: expect.stringContaining('holds no answer to it') }]);
    expect(await acceptTestCase({ sandbox }, more, testCase)).toMatchObject({ kind: 'refused' });
    expect(await differences({ nodes: [], edges: [] }, testCase)).toEqual(['missing status']);
  });

  it('does not compare what changes with every run, and says what that is', async () => {
    const graph = graphOf(
      [
        node('now', 'script', { code: 'return { at: Date.now(), list: [{ id: Math.random() }], n: 1 };' }),
        call('tell', '{{ input.at }}'),
      ],
      ['hook → now', 'now → tell'],
    );
    const ending = graphOf(
      [node('now', 'script', { code: 'return { list: [{ id: Math.random() }], n: 1 };' })],
      ['hook → now'],
    );
    expect((await kept(ending)).ignored).toEqual(['output.list.*.id']);
    const testCase = await kept(graph);
    expect(testCase.ignored).toEqual(['steps.tell.body.json.value']);
    expect(await differences(graph, testCase)).toEqual([]);
  });

  it('holds how the outside failed, and what was done about it', async () => {
    const failing = (onError: 'fail' | 'continue') =>
      graphOf(
        [
          { ...node('tell', 'http-request', { url: 'http://127.0.0.1:1/', method: 'POST' }), settings: { onError } },
          node('after', 'transform', { keep: 'all', set: [{ path: 'after', value: true }] }),
        ],
        ['hook → tell', 'tell → after'],
      );
    const failed = await kept(failing('fail'));
    expect(failed.expected).toMatchObject({ status: 'failed' });
    expect(await differences(failing('fail'), failed)).toEqual([]);
    expect(await differences(failing('continue'), failed)).toEqual(['changed status', 'missing error']);
    const went = await kept(failing('continue'));
    expect(went.expected).toMatchObject({ status: 'succeeded', output: { after: true } });
    expect(await differences(failing('continue'), went)).toEqual([]);
  });

  it('takes one thread of the sandbox, however many are run', async () => {
    const script = (id: string) => node(id, 'script', { code: 'return 1;' });
    const graph = graphOf([script('one'), script('two')], ['hook → one', 'hook → two']);
    const testCase = await kept(graph);
    let [under, most] = [0, 0];
    const counted: Sandbox = {
      run: async (call) => {
        under += 1;
        most = Math.max(most, under);
        const result = await sandbox.run(call);
        under -= 1;
        return result;
      },
      close: () => sandbox.close(),
    };
    const results = await Promise.all([1, 2, 3].map(() => runTestCase({ sandbox: counted }, graph, testCase)));
    expect(results.map(({ passed }) => passed)).toEqual([true, true, true]);
    expect(most).toBe(1);
  });

  it('is refused where nothing could be told by it', async () => {
    const coin = graphOf(
      [
        node('coin', 'script', { code: 'return { side: Date.now() % 2, at: Date.now() };' }),
        node('stop', 'stop', { end: { as: 'failed', message: 'No' } }),
      ],
      ['hook → coin'],
    );
    const work = await run(coin, {});
    const record = await recordOf(test.store, work.id);
    const result = await keepTestCase({ sandbox }, { ...record, status: 'filtered' }, work.delivery);
    expect(result).toMatchObject({ kind: 'refused', message: expect.stringContaining('comes to something else') });
  });
});
