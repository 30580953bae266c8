import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Store, StoreUnavailable } from '../store/store.ts';
import { acceptWork, openTestEngine, PATIENCE_MS, recordOf, runGraph, soon, type TestEngine } from '../test-engine.ts';
import { graphOf, type NodeInput } from '../test-graph.ts';
import type { Engine } from './engine.ts';

vi.setConfig({ testTimeout: PATIENCE_MS, hookTimeout: PATIENCE_MS });

let test: TestEngine;
const engines: Engine[] = [];
beforeEach(async () => {
  // It takes up nothing unless it is told to.
  test = await openTestEngine({ roundMs: 60_000 });
});
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close(1_000)));
  await test.close();
});

const node = (id: string, config: Record<string, unknown>, settings: NodeInput['settings'] = {}): NodeInput => ({
  id,
  type: 'collection',
  config: { collection: 'people', key: '{{ trigger.body.key }}', ...config },
  settings,
});
const single = (config: Record<string, unknown>) => graphOf([node('a', config)], ['hook → a']);
const outputOf = async (config: Record<string, unknown>, body: unknown = { key: 'ann' }) => {
  const { end } = await runGraph(test, single(config), { body });
  return end?.status === 'succeeded' ? end.output : end?.error;
};
const kept = async (key: string, collection = 'people'): Promise<unknown> => {
  const record = await test.store.getRecord({ collection, key });
  return record && JSON.parse(record.json);
};

describe('the collection node', () => {
  it('does what its operations say, with values from the delivery', async () => {
    expect(await outputOf({ operation: 'get' })).toEqual({
      ...{ key: 'ann', existed: false, value: null, revision: null, updatedAt: null },
    });
    const body = { key: 'ann', profile: { name: 'Ann', visits: 1 }, tag: { id: 7 }, by: 4 };
    expect(await outputOf({ operation: 'put', value: '{{ trigger.body.profile }}' }, body)).toEqual({
      ...{ key: 'ann', existed: false, changed: true, value: { name: 'Ann', visits: 1 }, revision: 1 },
      updatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(await outputOf({ operation: 'merge', fields: { city: 'Ulm' } }, body)).toMatchObject({
      ...{ existed: true, value: { name: 'Ann', visits: 1, city: 'Ulm' }, revision: 2 },
    });
    expect(
      await outputOf({ operation: 'increment', field: 'visits', by: '{{ trigger.body.by }}' }, body),
    ).toMatchObject({ value: { visits: 5 } });
    const tag = { field: 'tags.open', value: '{{ trigger.body.tag }}' };
    expect(await outputOf({ operation: 'add-to-set', ...tag }, body)).toMatchObject({ changed: true });
    expect(await outputOf({ operation: 'add-to-set', ...tag }, body)).toMatchObject({ changed: false });
    expect(await kept('ann')).toEqual({ name: 'Ann', visits: 5, city: 'Ulm', tags: { open: [{ id: 7 }] } });
    expect(await outputOf({ operation: 'remove-from-set', ...tag }, body)).toMatchObject({
      value: { tags: { open: [] } },
    });
    expect(await outputOf({ operation: 'delete' })).toMatchObject({ existed: true, changed: true, value: null });
    expect(await kept('ann')).toBeUndefined();
  });

  it('finds records by the start of their key and by a field, page by page', async () => {
    for (const [key, team] of Object.entries({ a1: 'red', a2: 'blue', a3: 'red', b1: 'red' })) {
      const place = { collection: 'people', key };
      await test.store.changeRecord(place, { kind: 'put', value: { team: { name: team } } }, { kind: 'person' }, 1_000);
    }
    const config = { operation: 'query', prefix: 'a', field: 'team.name', equals: '{{ trigger.body.team }}', limit: 1 };
    const first = { key: 'a1', value: { team: { name: 'red' } }, revision: 1, updatedAt: '1970-01-01T00:00:01.000Z' };
    expect(await outputOf(config, { team: 'red' })).toEqual({ records: [first], next: 'a1' });
    const rest = { ...config, after: 'a1', limit: '{{ 2 + 3 }}' };
    expect(await outputOf(rest, { team: 'red' })).toMatchObject({ records: [{ key: 'a3' }], next: null });
    expect(await outputOf({ operation: 'query', key: undefined })).toMatchObject({
      records: { length: 4 },
      next: null,
    });
    expect(await outputOf({ ...config, collection: 'nothing' }, { team: 'red' })).toEqual({ records: [], next: null });
  });

  it.each<[string, Record<string, unknown>, unknown, string]>([
    ['invalid-key', { operation: 'get' }, {}, 'A key cannot be empty.'],
    ['invalid-key', { operation: 'get' }, { key: 'k'.repeat(501) }, 'at most 500 characters'],
    ['missing-value', { operation: 'put', value: '{{ trigger.body.nothing }}' }, { key: 'a' }, 'came to nothing'],
    ['invalid-field', { operation: 'increment', field: 'a{{ trigger.body.dot }}' }, { key: 'a', dot: '..' }, '"a.."'],
    ['invalid-field', { operation: 'increment', field: 'a[0]' }, { key: 'a' }, 'names no field'],
    ['record-refused', { operation: 'merge', fields: [1] }, { key: 'a' }, 'The record "a" of "people"'],
    [
      'invalid-config',
      { operation: 'increment', by: '{{ trigger.body.by }}' },
      { key: 'a', by: 'x' },
      'by: Give a number',
    ],
  ])('fails with %s: %j', async (code, config, body, message) => {
    expect(await outputOf(config, body)).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(await test.store.listCollections({ limit: 1 })).toMatchObject({ items: [] });
  });

  it('lets one alert a minute through, as its help says', async () => {
    const host = '{{ trigger.body.host }} {{ trigger.receivedAt.slice(0, 13) }}';
    const graph = graphOf(
      [
        node('count', { operation: 'increment', collection: 'alerts', key: host }),
        { id: 'first', type: 'filter', config: { all: [{ left: '{{ input.value }}', is: 'equals', right: 1 }] } },
      ],
      ['hook → count', 'count → first'],
    );
    const sent = ['a', 'b', 'a', 'a'].map((body) => runGraph(test, graph, { body: { host: body } }));
    const statuses = (await Promise.all(sent)).map(({ end }) => end?.status);
    expect(statuses.filter((status) => status === 'succeeded')).toHaveLength(2);
  });

  it('counts a hundred at once one by one', async () => {
    const config = { operation: 'increment', field: 'visits' };
    const values = await Promise.all(Array.from({ length: 100 }, () => outputOf(config)));
    const visits = values.map((value) => (value as { value: { visits: number } }).value.visits);
    expect(visits.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
  });

  it('goes on by itself once the database can be written again', async () => {
    let refusals = 3;
    const failing: Store = {
      ...test.store,
      changeRecord: (...given) =>
        refusals-- > 0 ? Promise.reject(new StoreUnavailable('The disk is full.')) : test.store.changeRecord(...given),
    };
    const engine = test.create({ store: failing });
    engines.push(engine);
    await engine.open();
    const work = await acceptWork(test.store, engine.instanceId, single({ operation: 'increment' }), {
      body: { key: 'ann' },
    });
    expect(await engine.start(work).finished).toMatchObject({ status: 'succeeded', output: { value: 1 } });
    expect(refusals).toBe(-1);
  });
});

describe('an execution whose process died', () => {
  const graph = graphOf(
    [
      node('a', { operation: 'increment', field: 'n' }),
      node('b', { operation: 'increment', field: 'n', by: '{{ input.value.n * 10 }}' }),
      node('c', { operation: 'add-to-set', collection: 'log', value: '{{ execution.id }}' }),
    ],
    ['hook → a', 'a → b', 'b → c'],
  );

  it('changes each record once, wherever it died', async () => {
    let deaths = 0;
    for (let write = 1, isOver = false; !isOver; write++) {
      for (const isCommitted of [false, true]) {
        const key = `${write} ${isCommitted}`;
        let writes = 0;
        let isDead = false;
        const dying = new Proxy(test.store, {
          get: (target, name) => {
            const member: unknown = Reflect.get(target, name);
            if (typeof member !== 'function') return member;
            return async (...given: unknown[]) => {
              const isWrite = name === 'writeStep' || name === 'changeRecord' || name === 'finishExecution';
              if (isWrite && !isDead) writes++;
              const isLast = isWrite && writes === write;
              if (isDead || (isLast && !isCommitted)) {
                isDead = true;
                return new Promise(() => undefined);
              }
              isDead = isLast;
              const result: unknown = await Reflect.apply(member, target, given);
              return isLast ? new Promise(() => undefined) : result;
            };
          },
        });
        const doomed = test.create({ store: dying });
        await doomed.open();
        const running = doomed.start(await acceptWork(test.store, doomed.instanceId, graph, { body: { key } }));
        await Promise.race([running.finished, soon(() => expect(isDead).toBe(true))]);
        isOver = !isDead;
        void doomed.close(0);
        const next = test.create();
        engines.push(next);
        await next.open();
        const record = await recordOf(test.store, running.id);
        expect(record.status).toBe('succeeded');
        if (record.recoveries > 0) deaths++;
        expect([await kept(key), await kept(key, 'log')]).toEqual([{ n: 11 }, [running.id]]);
      }
    }
    // Around each of the nine writes; once the last one is committed, nothing is left to recover.
    expect(deaths).toBe(17);
  });

  it('leaves the change of a process that wakes up too late undone', async () => {
    let release: (() => void) | undefined;
    const slow: Store = {
      ...test.store,
      changeRecord: async (...given) => {
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        return test.store.changeRecord(...given);
      },
    };
    const sleeper = test.create({ store: slow });
    engines.push(sleeper);
    await sleeper.open();
    const work = await acceptWork(test.store, sleeper.instanceId, single({ operation: 'increment' }), {
      body: { key: 'ann' },
    });
    const running = sleeper.start(work);
    await soon(() => expect(release).toBeDefined());
    const successor = test.create();
    engines.push(successor);
    await successor.open();
    expect(await recordOf(test.store, running.id)).toMatchObject({ status: 'succeeded', recoveries: 1 });
    release?.();
    expect(await running.finished).toBeUndefined();
    expect(await kept('ann')).toBe(1);
  });
});
