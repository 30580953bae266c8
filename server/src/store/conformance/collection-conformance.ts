import type { CollectionChange } from '@millrace/shared/collection-change';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangeOrigin, ChangeOutcome, RecordQuery } from '../collection-store.ts';
import { InvalidCursor } from '../page.ts';
import { CollectionModel } from './collection-model.ts';
import type { StoreUnderTest } from './conformance-suite.ts';
import { accepted, NOON, publishedWorkflow, sampleEnd } from './samples.ts';

const PERSON: ChangeOrigin = { kind: 'person' };

export function collectionConformance(store: StoreUnderTest): void {
  const change = (key: string, made: CollectionChange, origin: ChangeOrigin = PERSON, now = NOON) =>
    store().changeRecord({ collection: 'people', key }, made, origin, now);
  const put = (key: string, value: unknown) => change(key, { kind: 'put', value });
  const valueAt = async (key: string): Promise<unknown> => {
    const record = await store().getRecord({ collection: 'people', key });
    return record && JSON.parse(record.json);
  };
  const query = async (changes: Partial<RecordQuery> = {}) => {
    const found = await store().queryRecords('people', { prefix: '', where: null, after: '', limit: 100, ...changes });
    return { keys: found.records.map(({ key }) => key), next: found.next };
  };
  /** Increments in the name of a step. */
  const count = (executionId: string, epoch: number, stepKey = 'step') =>
    change('counter', { kind: 'increment', path: [], by: 1 }, { kind: 'step', claim: { executionId, epoch }, stepKey });

  describe('records', () => {
    it('are made, changed, counted and removed', async () => {
      expect(await put('ann', { visits: 1 })).toEqual({
        kind: 'applied',
        existed: false,
        changed: true,
        record: { key: 'ann', json: '{"visits":1}', revision: 1, createdAt: NOON, updatedAt: NOON },
      });
      const twice: CollectionChange = { kind: 'increment', path: ['visits'], by: 2 };
      expect(await change('ann', twice, PERSON, NOON + 5)).toMatchObject({
        existed: true,
        changed: true,
        record: { json: '{"visits":3}', revision: 2, createdAt: NOON, updatedAt: NOON + 5 },
      });
      expect(await store().listCollections({ limit: 10 })).toEqual({
        items: [{ name: 'people', records: 1, updatedAt: NOON + 5 }],
        nextCursor: null,
      });
      expect(await change('ann', { kind: 'delete' })).toEqual({
        kind: 'applied',
        existed: true,
        changed: true,
        record: null,
      });
      expect(await change('ann', { kind: 'delete' })).toMatchObject({ existed: false, changed: false, record: null });
      expect(await valueAt('ann')).toBeUndefined();
      expect(await store().listCollections({ limit: 10 })).toEqual({ items: [], nextCursor: null });
    });

    it('are not written when nothing changes', async () => {
      await put('ann', { tags: ['a', { b: 1, c: 2 }] });
      const same: CollectionChange = { kind: 'add-to-set', path: ['tags'], value: { c: 2, b: 1 } };
      expect(await change('ann', same, PERSON, NOON + 9)).toMatchObject({
        changed: false,
        record: { revision: 1, updatedAt: NOON },
      });
      const nothing: CollectionChange = { kind: 'remove-from-set', path: ['tags'], value: 'a' };
      expect(await change('bob', nothing)).toEqual({ kind: 'applied', existed: false, changed: false, record: null });
    });

    it('refuse a change that does not fit, and stay as they are', async () => {
      await put('ann', { name: 'Ann' });
      const refused = async (made: CollectionChange) => {
        const outcome = await change('ann', made);
        return outcome.kind === 'refused' ? outcome.message : outcome;
      };
      expect(await refused({ kind: 'increment', path: ['name'], by: 1 })).toBe(
        'Its field name holds a text, and only a number can be incremented.',
      );
      expect(await refused({ kind: 'add-to-set', path: ['name', 'tags'], value: 1 })).toBe(
        'Its field name holds a text, which has no field "tags".',
      );
      expect(await refused({ kind: 'put', value: 'x'.repeat(1_000_000) })).toContain('larger than 1 MB');
      expect(await refused({ kind: 'put', value: JSON.parse(`${'['.repeat(101)}${']'.repeat(101)}`) })).toContain(
        'more than 100 levels deep',
      );
      expect(await valueAt('ann')).toEqual({ name: 'Ann' });
    });

    it('keep names and keys as data, whatever they look like', async () => {
      const keys = ["'; drop table collection; --", '$."a"', '{{ x }}', '..', 'ünïcødé 😀', '"', '%_'];
      const field = "$.'[0]";
      for (const key of keys) await put(key, { [field]: key });
      for (const key of keys) {
        const where = { path: [field], equals: key };
        expect((await query({ where })).keys).toEqual([key]);
        expect((await query({ prefix: key })).keys).toEqual([key]);
      }
      await change('proto', { kind: 'increment', path: ['__proto__', 'n'], by: 1 });
      expect((await store().getRecord({ collection: 'people', key: 'proto' }))?.json).toBe('{"__proto__":{"n":1}}');
      expect(Reflect.get({}, 'n')).toBeUndefined();
    });

    it('are changed by a person only as long as nobody else did', async () => {
      expect(await change('ann', { kind: 'put', value: 1 }, { kind: 'person', revision: 1 })).toEqual({
        kind: 'stale',
      });
      expect(await change('ann', { kind: 'put', value: 1 }, { kind: 'person', revision: 0 })).toMatchObject({
        kind: 'applied',
      });
      expect(await change('ann', { kind: 'put', value: 2 }, { kind: 'person', revision: 0 })).toEqual({
        kind: 'stale',
      });
      expect(await valueAt('ann')).toBe(1);
    });

    it('are found by the start of their key and by a value, page by page', async () => {
      for (const [at, key] of ['a1', 'a2', 'a3', 'b1', '😀', '\uffee'].entries()) {
        await put(key, { even: at % 2 === 0, n: at, deep: [{ x: null }] });
      }
      expect(await query()).toEqual({ keys: ['a1', 'a2', 'a3', 'b1', '\uffee', '😀'], next: null });
      expect(await query({ prefix: 'a', limit: 2 })).toEqual({ keys: ['a1', 'a2'], next: 'a2' });
      expect(await query({ prefix: 'a', limit: 2, after: 'a2' })).toEqual({ keys: ['a3'], next: null });
      expect((await query({ where: { path: ['even'], equals: true } })).keys).toEqual(['a1', 'a3', '😀']);
      expect((await query({ where: { path: ['even'], equals: 1 } })).keys).toEqual([]);
      expect((await query({ where: { path: ['deep', 0, 'x'], equals: null } })).keys).toHaveLength(6);
      expect((await query({ where: { path: ['missing'], equals: null } })).keys).toEqual([]);

      const listed: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await store().listRecords('people', { prefix: '', limit: 4, cursor });
        listed.push(...page.items.map(({ key }) => key));
        if (page.nextCursor === null) break;
        cursor = page.nextCursor;
      }
      expect(listed).toEqual(['a1', 'a2', 'a3', 'b1', '\uffee', '😀']);
      expect((await store().listRecords('people', { prefix: 'b', limit: 4 })).items).toEqual([
        {
          key: 'b1',
          preview: '{"even":false,"n":3,"deep":[{"x":null}]}',
          ...{ sizeBytes: 40, revision: 1, createdAt: NOON, updatedAt: NOON },
        },
      ]);
      await expect(store().listRecords('people', { prefix: '', limit: 4, cursor: '!' })).rejects.toThrow(InvalidCursor);
    });

    it('are looked through in bounded parts', async () => {
      await Promise.all(Array.from({ length: 1_500 }, (_, at) => put(`k${String(at).padStart(4, '0')}`, at)));
      const where = { path: [], equals: 1_400 };
      expect(await query({ where })).toEqual({ keys: [], next: 'k0999' });
      expect(await query({ where, after: 'k0999' })).toEqual({ keys: ['k1400'], next: null });
    });

    it('hold what a plain model holds, whatever is done to them', async () => {
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
          // Every run has collections of its own.
          const names = { one: `one-${++runs}`, two: `two-${runs}` };
          const model = new CollectionModel();
          const outcomes = await Promise.all(
            steps.map(({ collection, key, made }) =>
              store().changeRecord({ collection: names[collection], key }, made, PERSON, NOON),
            ),
          );
          const expected = steps.map(({ collection, key, made }) => model.change(`${names[collection]}`, key, made));
          expect(outcomes.map(inShort)).toEqual(expected);
          for (const name of Object.values(names)) {
            const all = { prefix: '', where: null, after: '', limit: 100 };
            const { records } = await store().queryRecords(name, all);
            expect(records.map(({ key, json }) => [key, JSON.parse(json)])).toEqual(model.records(name));
          }
        }),
        { numRuns: 60 },
      );
    });
  });

  describe('a step that changes a record', () => {
    it('does it once, however often it is run, also under another owner', async () => {
      const { id } = await accepted(store(), await publishedWorkflow(store()), { owner: 'one' });
      const first = await count(id, 1);
      expect(first).toMatchObject({ kind: 'applied', existed: false, record: { json: '1' } });
      await put('counter', 10);
      expect(await count(id, 1)).toEqual(first);
      const [taken] = await store().claimExecutions('two', 1, NOON + 1, NOON + 2);
      expect(await count(id, taken?.epoch ?? 0)).toEqual(first);
      expect(await count(id, taken?.epoch ?? 0, 'another step')).toMatchObject({ record: { json: '11' } });
      expect(await valueAt('counter')).toBe(11);
    });

    it('does nothing for who does not own the execution any more, or once it ended', async () => {
      const { id } = await accepted(store(), await publishedWorkflow(store()), { owner: 'one' });
      await count(id, 1);
      const [taken] = await store().claimExecutions('two', 1, NOON + 1, NOON + 2);
      const claim = { executionId: id, epoch: taken?.epoch ?? 0 };
      expect(await count(id, 1, 'late')).toEqual({ kind: 'not-owner' });
      await store().finishExecution(claim, sampleEnd());
      expect(await count(id, claim.epoch)).toEqual({ kind: 'not-owner' });
      expect(await count('00000000-0000-7000-8000-000000000000', 1)).toEqual({ kind: 'not-owner' });
      expect(await valueAt('counter')).toBe(1);
    });

    it('may try again what was refused', async () => {
      const { id } = await accepted(store(), await publishedWorkflow(store()), { owner: 'one' });
      await put('counter', 'a text');
      expect(await count(id, 1)).toMatchObject({ kind: 'refused' });
      await put('counter', 5);
      expect(await count(id, 1)).toMatchObject({ record: { json: '6' } });
    });

    it('is no obstacle to removing its workflow', async () => {
      const published = await publishedWorkflow(store());
      const { id } = await accepted(store(), published, { owner: 'one' });
      await count(id, 1);
      expect(await store().deleteWorkflow(published.workflowId)).toBe(true);
      expect(await store().getExecutionSummary(id)).toBeUndefined();
      expect(await valueAt('counter')).toBe(1);
    });
  });
}

const inShort = (outcome: ChangeOutcome): unknown =>
  outcome.kind === 'applied'
    ? {
        existed: outcome.existed,
        changed: outcome.changed,
        value: outcome.record && JSON.parse(outcome.record.json),
        revision: outcome.record?.revision ?? null,
      }
    : outcome.kind;

// Few names and values, so that changes meet.
const value = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, 1, 'a', [], {}, { a: 1 }, { a: [1, 'a'] }, [1], { b: { a: 2 } }),
  fc.jsonValue({ maxDepth: 2 }),
);
const path = fc.array(fc.constantFrom('a', 'b', '__proto__'), { maxLength: 2 });
const made: fc.Arbitrary<CollectionChange> = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), value }),
  fc.record({ kind: fc.constant('merge' as const), fields: value }),
  fc.record({ kind: fc.constant('increment' as const), path, by: fc.integer({ min: -3, max: 3 }) }),
  fc.record({ kind: fc.constant('add-to-set' as const), path, value }),
  fc.record({ kind: fc.constant('remove-from-set' as const), path, value }),
  fc.record({ kind: fc.constant('delete' as const) }),
);
const step = fc.record({
  collection: fc.constantFrom('one' as const, 'two' as const),
  key: fc.constantFrom('k', 'l', '😀', '\uffee'),
  made,
});
