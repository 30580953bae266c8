import type { ExecutionSummary } from '@millrace/shared/execution';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listenHttp } from '../outbound/loopback-server.ts';
import type { Store } from '../store/store.ts';
import { acceptWork, openTestEngine, recordOf, runGraph, soon, startGraph, type TestEngine } from '../test-engine.ts';
import { graphOf } from '../test-graph.ts';

const DAY_MS = 86_400_000;

let test: TestEngine;
beforeEach(async () => {
  test = await openTestEngine();
});
afterEach(async () => {
  vi.useRealTimers();
  await test.close();
});

const delay = (id: string, amount: number | string, unit = 'days') => ({
  ...{ id, type: 'delay', config: { wait: { kind: 'duration', amount, unit } } },
});
const wait = (id: string, limit: Record<string, unknown> = { kind: 'none' }) => ({
  ...{ id, type: 'wait-for-webhook', config: { limit } },
});
const script = (id: string, code: string) => ({ id, type: 'script', config: { code } });

const isParked = (id: string) =>
  soon(async () => {
    const found = await test.store.getExecution(id);
    expect(found?.status).toBe('waiting');
    expect(found?.steps.some(({ status }) => status === 'waiting')).toBe(true);
  });

describe('a delay', () => {
  it('that is over at once passes its input on', async () => {
    const past = { id: 'pause', type: 'delay', config: { wait: { kind: 'instant', at: '2020-01-01T00:00:00Z' } } };
    const { end } = await runGraph(test, graphOf([past], ['hook → pause']), { body: { a: 1 } });
    expect(end).toMatchObject({ status: 'succeeded', output: { a: 1 } });
  });

  it('takes a moment as a text and as a number of milliseconds, also out of the data', async () => {
    const until = { id: 'pause', type: 'delay', config: { wait: { kind: 'instant', at: '{{ trigger.body.at }}' } } };
    const errorAt = async (at: unknown) =>
      (await runGraph(test, graphOf([until], ['hook → pause']), { body: { at } })).end?.error?.message;
    expect(await errorAt('2020-01-01T00:00:00Z')).toBeUndefined();
    expect(await errorAt(1_577_836_800_000)).toBeUndefined();
    expect(await errorAt(true)).toMatch(/settings of "pause" do not fit.*It came to a boolean/);
  });

  it('says which duration it can have', async () => {
    const graph = graphOf([delay('pause', '{{ trigger.body.days }}')], ['hook → pause']);
    const { end } = await runGraph(test, graph, { body: { days: -4 } });
    expect(end?.error?.message).toBe(
      'The settings of "pause" do not fit once its expressions are filled in: wait.amount: This has to be at least 0. It came to a number. Change it in this node, or what its expressions read.',
    );
  });

  it('is cancelled once, beside others and what still runs, where the execution is ended', async () => {
    const busy = script('busy', 'const end = Date.now() + 200; while (Date.now() < end); return "done";');
    const graph = graphOf(
      [
        busy,
        delay('one', 1),
        delay('other', 1),
        script('behind', 'return 1;'),
        { id: 'end', type: 'stop', config: {} },
      ],
      ['hook → busy', 'hook → one', 'hook → other', 'other → behind', 'hook → end'],
    );
    const { record } = await runGraph(test, graph);
    expect(Object.fromEntries(record.steps.map(({ nodeId, status }) => [nodeId, status]))).toEqual({
      ...{ hook: 'succeeded', busy: 'succeeded', end: 'succeeded' },
      ...{ one: 'cancelled', other: 'cancelled', behind: 'skipped' },
    });
  });

  it('that is short is waited for', async () => {
    const { end, step } = await runGraph(test, graphOf([delay('pause', 0.05, 'seconds')], ['hook → pause']));
    expect(end?.status).toBe('succeeded');
    expect(step('pause').wait).toMatchObject({ port: 'out' });
  });

  it('of thirty days outlasts five restarts, and what was known before it stays as it was', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-01-01T00:00:00Z') });
    const graph = graphOf(
      [
        script('before', 'return { at: Date.now(), random: Math.random() };'),
        delay('pause', 30),
        script('after', 'return input;'),
      ],
      ['hook → before', 'before → pause', 'pause → after'],
    );
    const running = await startGraph(test, graph);
    expect(await running.finished).toBeUndefined();
    await isParked(running.id);
    const before = (await test.store.getExecution(running.id))?.steps.find(({ nodeId }) => nodeId === 'before')?.output;
    let engine = test.engine;
    for (let restart = 1; restart <= 5; restart++) {
      await engine.close(1_000);
      vi.setSystemTime(Date.now() + 5.9 * DAY_MS);
      engine = test.create();
      await engine.open();
      // It has looked for what is due.
      await new Promise((resolve) => setTimeout(resolve, 120));
      expect((await test.store.getExecution(running.id))?.status).toBe('waiting');
    }
    const told: ExecutionSummary[] = [];
    const { unsubscribe } = test.live.subscribe((_, event) => {
      if (event.kind === 'execution' && event.execution.finishedAt !== null) told.push(event.execution);
    });
    vi.setSystemTime(Date.now() + DAY_MS);
    const record = await recordOf(test.store, running.id);
    expect(record).toMatchObject({ status: 'succeeded', recoveries: 0 });
    expect(record.output).toEqual(before);
    // Whoever watches reads what the history says, of all the thirty days.
    const { startedAt, durationMs } = record;
    await soon(() => expect(told).toMatchObject([{ id: running.id, startedAt, durationMs }]));
    unsubscribe();
    await engine.close(1_000);
  });

  it('holds up its own branch only', async () => {
    const graph = graphOf([delay('pause', 1), script('other', 'return 1;')], ['hook → pause', 'hook → other']);
    const running = await startGraph(test, graph);
    await isParked(running.id);
    const record = await test.store.getExecution(running.id);
    expect(record?.steps.find(({ nodeId }) => nodeId === 'other')?.status).toBe('succeeded');
  });

  it('is over when the clock says so, also where it was set while another branch ran', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-01-01T00:00:00Z') });
    const gate = Promise.withResolvers<void>();
    const server = await listenHttp((_request, response) => void gate.promise.then(() => response.end('{}')));
    const busy = { id: 'busy', type: 'http-request', config: { url: server.origin } };
    const graph = graphOf([delay('pause', 1), busy], ['hook → pause', 'hook → busy']);
    const running = await startGraph(test, graph);
    await soon(async () => {
      const record = await test.store.getExecution(running.id);
      expect(record?.steps.find(({ nodeId }) => nodeId === 'busy')?.status).toBe('running');
    });
    vi.setSystemTime(Date.now() + 2 * DAY_MS);
    gate.resolve();
    expect((await recordOf(test.store, running.id)).status).toBe('succeeded');
    await server.close();
  });

  it('with a time that is none fails with a sentence', async () => {
    const never = { id: 'pause', type: 'delay', config: { wait: { kind: 'instant', at: '{{ trigger.body.at }}' } } };
    const { end } = await runGraph(test, graphOf([never], ['hook → pause']), { body: { at: 'soon' } });
    expect(end?.error?.message).toContain('"pause" cannot wait until "soon"');
  });

  it('is cancelled while nobody holds it', async () => {
    const running = await startGraph(test, graphOf([delay('pause', 1)], ['hook → pause']));
    await isParked(running.id);
    expect(await test.engine.cancel(running.id)).toBe('cancelled');
    const record = await recordOf(test.store, running.id);
    expect(record.steps.find(({ nodeId }) => nodeId === 'pause')?.status).toBe('cancelled');
  });

  it('keeps a process from neither other executions nor its end', async () => {
    const small = await openTestEngine({ concurrency: 1 });
    const graph = graphOf([delay('pause', 1)], ['hook → pause']);
    for (let count = 0; count < 5; count++) expect(await (await startGraph(small, graph)).finished).toBeUndefined();
    await soon(() => expect(small.engine.hasRoom()).toBe(true));
    await small.close();
  });
});

describe('a wait for a webhook', () => {
  const approval = graphOf(
    [
      wait('ask', { kind: 'duration', amount: 7, unit: 'days' }),
      script('yes', 'return { yes: input };'),
      script('no', 'return { no: input };'),
    ],
    ['hook → ask', 'ask → yes', 'ask.timed-out → no'],
  );

  it('goes on with what it is sent', async () => {
    const running = await startGraph(test, approval);
    await isParked(running.id);
    const signal = { executionId: running.id, stepKey: 'ask', output: '{"approved":true}' };
    expect(await test.engine.resume(signal)).toBe('resumed');
    const record = await recordOf(test.store, running.id);
    expect(record).toMatchObject({ status: 'succeeded', output: { json: '{"yes":{"approved":true}}' } });
    expect(await test.engine.resume(signal)).toBe('repeated');
    expect(await test.engine.resume({ ...signal, output: 'false' })).toBe('used');
  });

  it('goes through its other port when nobody answers in time, and then nobody can', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-01-01T00:00:00Z') });
    const running = await startGraph(test, approval, { body: { order: 1 } });
    await isParked(running.id);
    vi.setSystemTime(Date.now() + 8 * DAY_MS);
    const record = await recordOf(test.store, running.id);
    expect(record.output).toEqual({ kind: 'json', json: '{"no":{"order":1}}' });
    expect(await test.engine.resume({ executionId: running.id, stepKey: 'ask', output: '1' })).toBe('over');
  });

  it('goes on at once, not with the next round, where the answer comes while its process lets go of it', async () => {
    await test.engine.close(1_000);
    let answers = 0;
    const store: Store = {
      ...test.store,
      parkExecution: async (claim, parked) => {
        if (answers++ === 0) {
          const signal = { executionId: claim.executionId, stepKey: 'ask', output: '"yes"' };
          expect(await engine.resume(signal)).toBe('resumed');
        }
        return test.store.parkExecution(claim, parked);
      },
    };
    const engine = test.create({ store, roundMs: 3_600_000 });
    await engine.open();
    const running = await startGraph({ ...test, engine }, approval);
    expect(await recordOf(test.store, running.id)).toMatchObject({ status: 'succeeded' });
    await engine.close(1_000);
  });

  it('is written to its end before the rounds behind it begin', async () => {
    await test.engine.close(1_000);
    const written: string[] = [];
    const store: Store = {
      ...test.store,
      writeStep: (claim, step, status) => {
        written.push(`${step.nodeId} ${step.status}`);
        return test.store.writeStep(claim, step, status);
      },
    };
    const engine = test.create({ store });
    await engine.open();
    const inner = {
      id: 'put',
      type: 'collection',
      parentId: 'each',
      config: { do: { kind: 'get', key: 'a' }, collection: 'c' },
    };
    const each = { id: 'each', type: 'for-each', config: { items: '{{ trigger.body }}' } };
    const graph = graphOf(
      [wait('ask', { kind: 'duration', amount: 0.05, unit: 'seconds' }), each, inner],
      ['hook → ask', 'ask.timed-out → each'],
    );
    const running = await startGraph({ ...test, engine }, graph, { body: [] });
    expect(await recordOf(test.store, running.id)).toMatchObject({ status: 'succeeded' });
    expect(written.slice(-2)).toEqual(['ask succeeded', 'each running']);
    await engine.close(1_000);
  });

  it('finds the answer that came before it was reached', async () => {
    const graph = graphOf([delay('pause', 0.1, 'seconds'), wait('ask')], ['hook → pause', 'pause → ask']);
    const running = await startGraph(test, graph);
    expect(await test.engine.resume({ executionId: running.id, stepKey: 'ask', output: '"early"' })).toBe('resumed');
    expect(await running.finished).toMatchObject({ status: 'succeeded', output: 'early' });
  });

  it('finds the answer that came while its process was dead', async () => {
    const work = await acceptWork(test.store, 'a-dead-instance', graphOf([wait('ask')], ['hook → ask']));
    expect(await test.store.resumeExecution({ executionId: work.id, stepKey: 'ask', output: '1' }, Date.now())).toBe(
      'resumed',
    );
    const next = test.create();
    await next.open();
    expect((await recordOf(test.store, work.id)).output).toEqual({ kind: 'json', json: '1' });
    await next.close(1_000);
  });

  it('takes an answer that another process was sent', async () => {
    const graph = graphOf([wait('ask')], ['hook → ask'], { respond: 'when-finished', responseWaitMs: 60_000 });
    const running = await startGraph(test, graph);
    // It stays in memory, since the sender waits.
    await test.store.resumeExecution({ executionId: running.id, stepKey: 'ask', output: '"there"' }, Date.now());
    expect(await running.finished).toMatchObject({ status: 'succeeded', output: 'there' });
  });

  it('tells its URL to the nodes before it', async () => {
    const graph = graphOf(
      [
        script('send', 'return { code: steps.ask.resumeUrl };'),
        {
          id: 'map',
          type: 'transform',
          config: { keep: 'all', set: [{ path: 'path', value: '{{ steps["ask"].resumeUrl }}' }] },
        },
        wait('ask'),
      ],
      ['hook → send', 'send → map', 'map → ask'],
    );
    const running = await startGraph(test, graph);
    await isParked(running.id);
    const url = `https://millrace.example/resume/${running.id}/ask`;
    const map = (await test.store.getExecution(running.id))?.steps.find(({ nodeId }) => nodeId === 'map');
    expect(map?.output).toEqual({ kind: 'json', json: JSON.stringify({ code: url, path: url }) });
  });

  it('knows no execution that there is not', async () => {
    expect(await test.engine.resume({ executionId: 'none', stepKey: 'ask', output: '1' })).toBe('missing');
  });
});
