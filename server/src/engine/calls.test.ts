import type { Graph } from '@millrace/shared/workflow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../new-id.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
import { acceptWork, openTestEngine, recordOf, runGraph, soon, startGraph, type TestEngine } from '../test-engine.ts';
import { graphOf, type NodeInput } from '../test-graph.ts';

let test: TestEngine;
beforeEach(async () => {
  test = await openTestEngine();
});
afterEach(() => test.close());

const script = (id: string, code: string): NodeInput => ({ id, type: 'script', config: { code } });
const call = (workflowId: string, config: Record<string, unknown> = {}): NodeInput => ({
  ...{ id: 'call', type: 'call-workflow', config: { workflowId, ...config } },
});
const caller = (workflowId: string, config = {}) => graphOf([call(workflowId, config)], ['hook → call']);

async function published(graph: Graph, name = 'Called'): Promise<string> {
  const id = newId();
  await test.store.createWorkflow({ id, name, slug: id, draft: graph, now: Date.now() });
  await test.store.publish(id, 1, Date.now());
  return id;
}
const double = () => published(graphOf([script('double', 'return { twice: input.n * 2 };')], ['hook → double']));
const executionsOf = async (workflowId: string) => (await test.store.listExecutions({ workflowId, limit: 50 })).items;

describe('a workflow that is called', () => {
  it('gives its output to the step that waits, and stands in the history', async () => {
    const workflowId = await double();
    const running = await startGraph(test, caller(workflowId, { body: { n: '{{ trigger.body.n }}' } }), {
      body: { n: 21 },
    });
    const record = await recordOf(test.store, running.id);
    expect(record).toMatchObject({ status: 'succeeded', output: { json: '{"twice":42}' } });
    const [called] = await executionsOf(workflowId);
    expect(called).toMatchObject({ status: 'succeeded', origin: { kind: 'call', of: running.id } });
    const delivery = await test.store.getDelivery(called?.deliveryId ?? '');
    expect(Buffer.from(delivery?.body ?? '').toString()).toBe('{"n":21}');
    expect((await test.store.listFollowUps(running.id)).map(({ id }) => id)).toEqual([called?.id]);
  });

  it('is waited for in the memory of a process, too', async () => {
    const workflowId = await double();
    const graph = graphOf([call(workflowId)], ['hook → call'], { respond: 'when-finished', responseWaitMs: 60_000 });
    expect((await runGraph(test, graph, { body: { n: 1 } })).end?.output).toEqual({ twice: 2 });
  });

  it('is run although as many executions as may run at once wait for what they call, each with a sender', async () => {
    const workflowId = await double();
    await test.engine.close(1_000);
    const engine = test.create({ concurrency: 2 });
    await engine.open();
    const graph = graphOf([call(workflowId)], ['hook → call'], { respond: 'when-finished', responseWaitMs: 60_000 });
    const ends = await Promise.all([1, 2].map((n) => runGraph({ ...test, engine }, graph, { body: { n } })));
    expect(ends.map(({ end }) => end?.output)).toEqual([{ twice: 2 }, { twice: 4 }]);
    await soon(() => expect(engine.hasRoom()).toBe(true));
    await engine.close(1_000);
  });

  it('is only started where nobody wants its output', async () => {
    const workflowId = await double();
    const { end } = await runGraph(test, caller(workflowId, { mode: 'start' }), { body: { n: 1 } });
    const [called] = await executionsOf(workflowId);
    expect(end).toMatchObject({ status: 'succeeded', output: { executionId: called?.id } });
    expect(called?.origin).toMatchObject({ stepKey: null });
  });

  it('is started, and its output read, once the database can be used again', async () => {
    const workflowId = await double();
    let refusals = 4;
    const refuse = () => --refusals >= 0 && Promise.reject(new StoreUnavailable('The disk is full.'));
    const store: Store = {
      ...test.store,
      // One fault before it is started, and one after.
      accept: (...given) => (refusals > 2 && refuse()) || test.store.accept(...given),
      getExecution: (...given) => refuse() || test.store.getExecution(...given),
    };
    await test.engine.close(1_000);
    const engine = test.create({ store });
    await engine.open();
    const graph = graphOf([call(workflowId)], ['hook → call'], { respond: 'when-finished', responseWaitMs: 60_000 });
    const { end } = await runGraph({ ...test, engine }, graph, { body: { n: 1 } });
    await engine.close(1_000);
    expect(end).toMatchObject({ status: 'succeeded', output: { twice: 2 } });
    expect(refusals).toBeLessThan(0);
  });

  it('makes the step fail that waits, when it fails or is cancelled', async () => {
    const failing = await published(graphOf([script('bad', 'throw new Error("no stock");')], ['hook → bad']), 'Stock');
    const first = await startGraph(test, caller(failing));
    const { error } = await recordOf(test.store, first.id);
    expect(error).toMatchObject({ code: 'call-failed', nodeId: 'call' });
    expect(error?.message).toMatch(/^What "call" called did not succeed: Execution .* of "Stock" failed\. .*no stock/);

    const pause = { id: 'pause', type: 'delay', config: { wait: { kind: 'duration', amount: 1, unit: 'days' } } };
    const waiting = await published(graphOf([pause], ['hook → pause']));
    const second = await startGraph(test, caller(waiting));
    await soon(async () => expect((await executionsOf(waiting))[0]?.status).toBe('waiting'));
    await soon(async () => expect((await test.store.getExecutionSummary(second.id))?.status).toBe('waiting'));
    await test.engine.cancel((await executionsOf(waiting))[0]?.id ?? '');
    expect((await recordOf(test.store, second.id)).error?.message).toContain('cancelled');
  });

  it('leaves nobody waiting when it is deleted', async () => {
    const pause = { id: 'pause', type: 'delay', config: { wait: { kind: 'duration', amount: 1, unit: 'days' } } };
    const workflowId = await published(graphOf([pause], ['hook → pause']));
    const running = await startGraph(test, caller(workflowId));
    await soon(async () => expect((await executionsOf(workflowId))[0]?.status).toBe('waiting'));
    await test.store.deleteWorkflow(workflowId);
    expect((await recordOf(test.store, running.id)).error?.message).toContain('was deleted');
  });

  it('runs once for each item of a list', async () => {
    const workflowId = await double();
    const each = { id: 'each', type: 'for-each', config: { items: '{{ trigger.body }}', concurrency: 2 } };
    const inner = { ...call(workflowId, { body: { n: '{{ item }}' } }), parentId: 'each' };
    const running = await startGraph(test, graphOf([each, inner], ['hook → each']), { body: [1, 2, 3, 4, 5] });
    const record = await recordOf(test.store, running.id);
    expect(record.output).toEqual({ kind: 'json', json: JSON.stringify([2, 4, 6, 8, 10].map((twice) => ({ twice }))) });
    expect(await executionsOf(workflowId)).toHaveLength(5);
  });

  it('is started once, although the process of its caller died behind it', async () => {
    const workflowId = await double();
    const graph = caller(workflowId);
    const dead = test.create();
    await dead.open();
    const work = await acceptWork(test.store, dead.instanceId, graph, { body: { n: 3 } });
    const running = dead.start(work);
    await soon(async () => expect(await executionsOf(workflowId)).toHaveLength(1));
    await dead.close(0);
    await running.finished;
    expect(await recordOf(test.store, work.id)).toMatchObject({ status: 'succeeded', output: { json: '{"twice":6}' } });
    expect(await executionsOf(workflowId)).toHaveLength(1);
  });

  it('is started once what led to it is written, so that no other life of its caller finds another way', async () => {
    const workflowId = await double();
    const limit = { kind: 'duration', amount: 0.001, unit: 'seconds' };
    const graph = graphOf(
      [{ id: 'ask', type: 'wait-for-webhook', config: { limit } }, call(workflowId, { mode: 'start' })],
      ['hook → ask', 'ask.timed-out → call'],
    );
    let written: unknown;
    const store: Store = {
      ...test.store,
      accept: async (delivery, execution, key) => {
        const { origin } = execution ?? {};
        const caller = origin?.kind === 'call' ? await test.store.getExecution(origin.of) : undefined;
        written = caller?.steps.map(({ nodeId, status, ports }) => [nodeId, status, ports]);
        return test.store.accept(delivery, execution, key);
      },
    };
    const engine = test.create({ store });
    await engine.open();
    await runGraph({ ...test, engine }, graph, { body: { n: 1 } });
    await engine.close(1_000);
    expect(written).toEqual([
      ['ask', 'succeeded', ['timed-out']],
      ['call', 'running', []],
    ]);
  });

  it('has to exist, be published, and take what it is sent', async () => {
    const errorOf = async (workflowId: string) => (await runGraph(test, caller(workflowId))).end?.error?.message;
    expect(await errorOf(newId())).toMatch(/does not exist any more/);
    const id = newId();
    await test.store.createWorkflow({ id, name: 'Draft', slug: id, draft: graphOf([], []), now: Date.now() });
    expect(await errorOf(id)).toMatch(/"Draft", which is not published/);
    const broken = await published(graphOf([], [], { methods: [] }), 'Broken');
    expect(await errorOf(broken)).toMatch(/"Broken", whose webhook node is not set up completely/);
    const bodySchema = { kind: 'schema', schema: { type: 'object', required: ['email'] } };
    const strict = await published(graphOf([], [], { bodySchema }), 'Strict');
    expect(await errorOf(strict)).toMatch(/"Strict" does not take what "call" sends it\..*email/);
  });

  it('gets what came to nothing left out, and its schema is asked about the rest', async () => {
    const bodySchema = { kind: 'schema', schema: { properties: { note: { type: 'string' } } } };
    const id = await published(graphOf([], [], { bodySchema }));
    const running = await startGraph(test, caller(id, { body: { n: '{{ input.n }}', note: '{{ input.note }}' } }), {
      body: { n: 1 },
    });
    expect(await recordOf(test.store, running.id)).toMatchObject({ status: 'succeeded', output: { json: '{"n":1}' } });
  });

  it('runs in the order of its key', async () => {
    const order = { kind: 'expression', key: '{{ trigger.body.n % 2 }}' };
    const pause = { id: 'pause', type: 'delay', config: { wait: { kind: 'duration', amount: 1, unit: 'days' } } };
    const ordered = await published(graphOf([pause], ['hook → pause'], { order }));
    const called: string[] = [];
    for (const n of [1, 3, 2]) {
      const { end } = await runGraph(test, caller(ordered, { mode: 'start', body: { n } }));
      called.push(String(Reflect.get(Object(end?.output), 'executionId')));
    }
    const statuses = async () =>
      Promise.all(called.map(async (id) => (await test.store.getExecutionSummary(id))?.status));
    await soon(async () => expect(await statuses()).toEqual(['waiting', 'queued', 'waiting']));
    await test.engine.cancel(called[0] ?? '');
    await soon(async () => expect(await statuses()).toEqual(['cancelled', 'waiting', 'waiting']));
  });

  it('does not wait for the turn of what waits for it', async () => {
    const id = newId();
    const nested = [
      { id: 'shallow', type: 'filter', config: { all: [{ left: '{{ input.depth }}', is: 'less-than', right: 2 }] } },
      call(id, { body: { depth: '{{ input.depth + 1 }}' } }),
    ];
    const draft = graphOf(nested, ['hook → shallow', 'shallow → call'], { order: { kind: 'expression', key: 'one' } });
    await test.store.createWorkflow({ id, name: 'Nested', slug: id, draft, now: Date.now() });
    await test.store.publish(id, 1, Date.now());
    const outer = await startGraph(test, caller(id, { body: { depth: 0 } }));
    expect((await recordOf(test.store, outer.id)).status).toBe('succeeded');
    expect(await executionsOf(id)).toHaveLength(3);
  });

  it('is not waited for where both keep an order, and each could have the turn that the other waits for', async () => {
    const [a, b] = [newId(), newId()];
    const wait = { kind: 'duration', amount: 0.1, unit: 'seconds' };
    const order = { kind: 'expression', key: 'one' };
    const turn = (other: string) =>
      graphOf(
        [
          { id: 'pause', type: 'delay', config: { wait } },
          { id: 'outer', type: 'filter', config: { all: [{ left: '{{ input.inner }}', is: 'is-missing' }] } },
          call(other, { body: { inner: true } }),
        ],
        ['hook → pause', 'pause → outer', 'outer → call'],
        { order },
      );
    for (const [id, name, other] of [
      [a, 'First', b],
      [b, 'Second', a],
    ] as const) {
      await test.store.createWorkflow({ id, name, slug: id, draft: turn(other), now: Date.now() });
      await test.store.publish(id, 1, Date.now());
    }
    const outer = await Promise.all([startGraph(test, caller(a)), startGraph(test, caller(b))]);
    for (const { id } of outer) {
      const { error } = await recordOf(test.store, id);
      expect(error?.message).toMatch(/could wait for each other for ever/);
    }
    expect([...(await executionsOf(a)), ...(await executionsOf(b))].map(({ error }) => error?.code)).toEqual([
      'wait-for-each-other',
      'wait-for-each-other',
    ]);
  });

  it('is not waited for where only so many of those that wait for it may run at a time', async () => {
    const id = newId();
    const draft = graphOf([call(id)], ['hook → call'], { limits: { concurrentExecutions: 3 } });
    await test.store.createWorkflow({ id, name: 'Limited', slug: id, draft, now: Date.now() });
    await test.store.publish(id, 1, Date.now());
    const running = await startGraph(test, caller(id));
    expect((await recordOf(test.store, running.id)).error?.message).toContain('did not succeed');
    const all = await executionsOf(id);
    expect(all.map(({ error }) => error?.code)).toEqual(['waits-for-itself']);
  });

  it('cannot call itself for ever', async () => {
    const id = newId();
    await test.store.createWorkflow({ id, name: 'Round', slug: id, draft: caller(id), now: Date.now() });
    await test.store.publish(id, 1, Date.now());
    const running = await startGraph(test, caller(id));
    expect((await recordOf(test.store, running.id)).error?.message).toContain('did not succeed');
    const all = await executionsOf(id);
    expect(all).toHaveLength(10);
    const deepest = all.find(({ error }) => error?.code === 'too-many-calls');
    expect(deepest?.error?.message).toMatch(/in a circle never end/);
  });
});
