import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type LoopbackServer, listenHttp } from '../outbound/loopback-server.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';
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
import { graphOf } from '../test-graph.ts';
import type { Engine } from './engine.ts';
import { reusedSteps } from './replay.ts';

vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS });

let test: TestEngine;
let target: LoopbackServer;
/** Requests that are held back until the test lets go. */
const held: (() => void)[] = [];
let isHolding = false;
const seen: { readonly url: string; readonly key: unknown }[] = [];
const engines: Engine[] = [];

const letGo = () => {
  for (const end of held.splice(0)) end();
};

beforeAll(async () => {
  target = await listenHttp((request, response) => {
    seen.push({ url: request.url ?? '', key: request.headers['idempotency-key'] });
    const end = () => {
      response.setHeader('content-type', 'application/json');
      response.end('{"n":1}');
    };
    if (isHolding && request.url === '/second') held.push(end);
    else end();
  });
});
beforeEach(async () => {
  // It takes up nothing unless it is told to.
  test = await openTestEngine({ roundMs: 60_000 });
});
afterEach(async () => {
  letGo();
  isHolding = false;
  seen.length = 0;
  await Promise.all(engines.splice(0).map((engine) => engine.close(1_000)));
  await test.close();
});
afterAll(() => target.close());

/** An engine of another process, as far as the store can tell. */
const another = (changes: Parameters<TestEngine['create']>[0] = {}): Engine => {
  const engine = test.create(changes);
  engines.push(engine);
  return engine;
};

const call = (id: string, settings = {}) => ({
  id,
  type: 'http-request',
  config: { method: 'POST', url: `${target.origin}/${id}`, body: { kind: 'json', json: '{{ input }}' } },
  settings,
});
const script = (id: string, code: string) => ({ id, type: 'script', config: { code } });
const chain = (settings = {}) =>
  graphOf(
    [
      script('before', 'return { n: 0 };'),
      call('first'),
      script('between', 'return input.body;'),
      call('second', settings),
      script('after', 'return input.body.n + 1;'),
    ],
    ['hook → before', 'before → first', 'first → between', 'between → second', 'second → after'],
  );

/** A store whose writes stop reaching anybody, as when its process dies: nothing comes back, nothing is written. */
const mortal = (store: Store) => {
  let isDead = false;
  const silent = new Proxy(store, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => (isDead ? new Promise(() => undefined) : Reflect.apply(member, target, given));
    },
  });
  return { silent, die: () => (isDead = true) };
};

/** Runs until the second effect is under way, then lets the process die. */
async function dieDuringSecond(settings = {}): Promise<string> {
  isHolding = true;
  const { silent, die } = mortal(test.store);
  const doomed = test.create({ store: silent });
  await doomed.open();
  const running = doomed.start(await acceptWork(test.store, doomed.instanceId, chain(settings)));
  await soon(() => expect(held).toHaveLength(1));
  die();
  isHolding = false;
  void doomed.close(0);
  return running.id;
}

describe('an execution whose process died', () => {
  it('goes on behind its last finished effect, and repeats the one in flight with the same key', async () => {
    const id = await dieDuringSecond();
    expect(seen.map(({ url }) => url)).toEqual(['/first', '/second']);
    await another().open();
    const record = await recordOf(test.store, id);
    expect(record).toMatchObject({ status: 'succeeded', recoveries: 1, output: { json: '2' } });
    expect(seen.map(({ url }) => url)).toEqual(['/first', '/second', '/second']);
    expect(seen[1]?.key).toBe(seen[2]?.key);
    expect(seen[0]?.key).not.toBe(seen[1]?.key);
    const second = record.steps.find(({ nodeId }) => nodeId === 'second');
    expect(second?.attempts.map(({ number, status }) => [number, status])).toEqual([
      [1, 'unknown'],
      [2, 'succeeded'],
    ]);
    expect(record.steps.map(({ nodeId, status }) => `${nodeId} ${status}`).sort()).toEqual(
      ['after', 'before', 'between', 'first', 'hook', 'second'].map((nodeId) => `${nodeId} succeeded`),
    );
  });

  it('ends as drawn wherever it died, and sends nothing again whose end was written', async () => {
    for (let write = 1; write <= 6; write++) {
      for (const isCommitted of [false, true]) {
        seen.length = 0;
        let writes = 0;
        const written: string[] = [];
        const dying = new Proxy(test.store, {
          get: (target, name) => {
            const member: unknown = Reflect.get(target, name);
            if (typeof member !== 'function') return member;
            return async (...given: unknown[]) => {
              const isWrite = name === 'writeStep' || name === 'finishExecution';
              if (isWrite) writes++;
              if (writes > write || (isWrite && writes === write && !isCommitted)) return new Promise(() => undefined);
              const result: unknown = await Reflect.apply(member, target, given);
              const [, step] = given as [unknown, { nodeId: string; status: string }];
              if (name === 'writeStep' && step.status === 'succeeded') written.push(`/${step.nodeId}`);
              return writes === write ? new Promise(() => undefined) : result;
            };
          },
        });
        const doomed = test.create({ store: dying });
        await doomed.open();
        const running = doomed.start(await acceptWork(test.store, doomed.instanceId, chain()));
        await Promise.race([running.finished, soon(() => expect(writes).toBe(write))]);
        void doomed.close(0);
        const before = seen.length;
        const finishedBefore = [...written];
        await another().open();
        const record = await recordOf(test.store, running.id);
        expect(record).toMatchObject({ status: 'succeeded', output: { json: '2' } });
        const sentAgain = seen.slice(before).map(({ url }) => url);
        for (const url of finishedBefore) expect(sentAgain).not.toContain(url);
        // However often a request was sent, the receiver can tell that it was the same one.
        for (const url of ['/first', '/second']) {
          expect(new Set(seen.filter((sent) => sent.url === url).map(({ key }) => key)).size).toBe(1);
        }
      }
    }
  });

  it('takes up what a dead process left, also one whose clock was ahead', async () => {
    const { store } = test;
    await store.registerInstance('dead', Date.now() + 3_600_000);
    const graph = graphOf(
      [{ id: 'double', type: 'script', config: { code: 'return trigger.body.n * 2;' } }],
      ['hook → double'],
    );
    const { id } = await acceptWork(store, 'dead', graph, { body: { n: 4 } });
    await another().open();
    expect(await recordOf(store, id)).toMatchObject({ status: 'succeeded', recoveries: 1, output: { json: '8' } });
  });

  it('is failed with that reason once it happened too often', async () => {
    const id = await dieDuringSecond();
    for (let time = 0; time < 3; time++) {
      await test.store.registerInstance(`dying ${time}`, Date.now());
      await test.store.claimExecutions(`dying ${time}`, 10, Date.now() + 1_000, Date.now());
    }
    await another().open();
    const record = await recordOf(test.store, id);
    expect(record).toMatchObject({
      status: 'failed',
      error: { code: 'too-many-recoveries', nodeId: 'second' },
      recoveries: 4,
    });
    expect(record.steps.find(({ nodeId }) => nodeId === 'second')).toMatchObject({
      status: 'cancelled',
      attempts: [{ status: 'unknown' }],
    });
    expect(seen.map(({ url }) => url)).toEqual(['/first', '/second']);
  });

  it('writes nothing more once somebody else owns it', async () => {
    isHolding = true;
    const running = await startGraph(test, chain());
    await soon(() => expect(held).toHaveLength(1));
    const [claimed] = await test.store.claimExecutions('thief', 1, Date.now() + 1_000, Date.now());
    expect(claimed?.id).toBe(running.id);
    letGo();
    // What it computes may be at its end before the write comes back that says whose it is; none of it is kept.
    await running.finished;
    expect((await test.store.getExecution(running.id))?.status).toBe('running');
    const thief = { executionId: running.id, epoch: claimed?.epoch ?? 0 };
    const end = { status: 'failed', output: { kind: 'none' }, error: null, finishedAt: 1, steps: [] } as const;
    expect(await test.store.finishExecution(thief, end)).toBe(true);
    await test.engine.close(1_000);
    expect((await test.store.getExecution(running.id))?.status).toBe('failed');
  });
});

describe('a write whose outcome was lost', () => {
  it('leaves no execution behind that nobody runs, and disturbs none that runs', async () => {
    isHolding = true;
    let lostAt = 0;
    const engine = another({ roundMs: 20, store: { ...test.store, outcomeLostAt: () => lostAt } });
    await engine.open();
    const graph = graphOf([script('a', 'return 1;')], ['hook → a']);
    const running = await startGraph({ ...test, engine }, chain());
    await soon(() => expect(held).toHaveLength(1));
    // Committed, and its writer died before it could say so: the intake never started it.
    const forgotten = await acceptWork(test.store, engine.instanceId, graph);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await test.store.getExecutionSummary(forgotten.id))?.status).toBe('running');

    lostAt = Date.now();
    expect((await recordOf(test.store, forgotten.id)).status).toBe('succeeded');
    letGo();
    expect((await running.finished)?.status).toBe('succeeded');
    expect(seen.map(({ url }) => url)).toEqual(['/first', '/second']);
  });
});

describe('the queue', () => {
  it('is taken up at the start, when room appears, and when the engine is woken', async () => {
    const graph = graphOf([script('a', 'return 1;')], ['hook → a']);
    const queued = await Promise.all(Array.from({ length: 7 }, () => acceptWork(test.store, null, graph)));
    const engine = another({ concurrency: 2 });
    await engine.open();
    for (const { id } of queued) expect((await recordOf(test.store, id)).status).toBe('succeeded');
    const later = await acceptWork(test.store, null, graph);
    engine.wake();
    expect((await recordOf(test.store, later.id)).status).toBe('succeeded');
  });

  it('has no room beyond the concurrency', async () => {
    isHolding = true;
    const small = another({ concurrency: 1 });
    await small.open();
    expect(small.hasRoom()).toBe(true);
    const running = small.start(await acceptWork(test.store, small.instanceId, chain()));
    expect(small.hasRoom()).toBe(false);
    await soon(() => expect(held).toHaveLength(1));
    letGo();
    await running.finished;
    await soon(() => expect(small.hasRoom()).toBe(true));
  });
});

describe('closing', () => {
  it('waits for what runs', async () => {
    const engine = test.create();
    await engine.open();
    const running = engine.start(await acceptWork(test.store, engine.instanceId, chain()));
    await engine.close(5_000);
    expect((await test.store.getExecution(running.id))?.status).toBe('succeeded');
    expect(engine.hasRoom()).toBe(false);
  });

  it('hands back what does not end in time, and the next engine goes on with it', async () => {
    isHolding = true;
    const engine = test.create();
    await engine.open();
    const running = engine.start(await acceptWork(test.store, engine.instanceId, chain()));
    await soon(() => expect(held).toHaveLength(1));
    isHolding = false;
    await engine.close(50);
    expect(await running.finished).toBeUndefined();
    expect(await running.response).toBeNull();
    test.engine.wake();
    expect(await recordOf(test.store, running.id)).toMatchObject({ status: 'succeeded', recoveries: 0 });
    expect(seen.map(({ url }) => url)).toEqual(['/first', '/second', '/second']);
  });
});

describe('a store that cannot be written', () => {
  it('keeps an effect from starting and an end from being lost, until it can', async () => {
    let refusals = 0;
    let isFull = true;
    const store = new Proxy(test.store, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...given: unknown[]) => {
          if (isFull && (name === 'writeStep' || name === 'finishExecution')) {
            refusals++;
            return Promise.reject(new StoreUnavailable('The disk is full.'));
          }
          return Reflect.apply(member, target, given);
        };
      },
    });
    const engine = another({ store });
    await engine.open();
    const running = engine.start(await acceptWork(test.store, engine.instanceId, chain()));
    await soon(() => expect(refusals).toBeGreaterThan(1));
    expect(seen).toEqual([]);
    isFull = false;
    expect((await running.finished)?.status).toBe('succeeded');
    expect((await recordOf(test.store, running.id)).status).toBe('succeeded');
    isFull = true;
    const short = engine.start(
      await acceptWork(test.store, engine.instanceId, graphOf([script('a', 'return 1;')], ['hook → a'])),
    );
    expect((await short.finished)?.status).toBe('succeeded');
    expect(engine.hasRoom()).toBe(true);
    isFull = false;
    expect((await recordOf(test.store, short.id)).status).toBe('succeeded');
  });
});

describe('a replay from a node', () => {
  it('reuses what came before it', async () => {
    const { record } = await runGraph(test, chain());
    expect(seen.map(({ url }) => url)).toEqual(['/first', '/second']);
    const origin = { kind: 'replay', of: record.id, fromNode: 'second', effects: 'send-again' } as const;
    const reused = reusedSteps(record.steps, record.graph, 'second');
    const again = await runGraph(test, record.graph, { origin, reusedSteps: reused });
    expect(again.end).toEqual({ status: 'succeeded', output: 2, error: null });
    expect(seen.map(({ url }) => url)).toEqual(['/first', '/second', '/second']);
    expect(seen[1]?.key).not.toBe(seen[2]?.key);
    expect(
      again.record.steps
        .filter(({ reused: taken }) => taken)
        .map(({ nodeId }) => nodeId)
        .sort(),
    ).toEqual(['before', 'between', 'first', 'hook']);
    expect(again.step('second')).toMatchObject({ reused: false, status: 'succeeded' });
  });
});
