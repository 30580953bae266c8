import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { DeliveryFilter } from '../history-store.ts';
import type { NewDelivery, Store } from '../store.ts';
import type { StoreUnderTest } from './conformance-suite.ts';
import { createdWorkflow, NOON, sampleDelivery } from './samples.ts';

interface Found {
  readonly ids: readonly string[];
  /** Deliveries looked at for each page. */
  readonly searched: readonly (number | undefined)[];
}

/** Every page of a search, one behind the other. */
async function search(store: Store, filter: Partial<DeliveryFilter>): Promise<Found> {
  const [ids, searched]: [string[], (number | undefined)[]] = [[], []];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await store.listDeliveries({ limit: 2, ...filter, cursor });
    ids.push(...page.items.map(({ id }) => id));
    searched.push(page.searched?.deliveries);
    cursor = page.nextCursor;
  }
  return { ids, searched };
}

export function deliverySearchConformance(store: StoreUnderTest): void {
  describe('the search for deliveries', () => {
    /** Keeps deliveries a millisecond apart, the first one oldest, and answers their ids. */
    const keep = async (workflowId: string, changes: readonly Partial<NewDelivery>[]): Promise<string[]> =>
      Promise.all(
        changes.map(async (change, index) => {
          const delivery = sampleDelivery(workflowId, { receivedAt: NOON + index, ...change });
          await (delivery.outcome === 'accepted' ? store().accept(delivery, null) : store().refuse(delivery));
          return delivery.id;
        }),
      );
    const body = (text: string): Uint8Array => Buffer.from(text);

    it('finds a text wherever it stands in a request, whatever its case', async () => {
      const { id } = await createdWorkflow(store());
      const ids = await keep(id, [
        { body: body('{"customer":"Needle GmbH"}') },
        { path: '/eu/needle' },
        { query: 'tag=needle' },
        { headers: [['X-Needle', 'x']] },
        { headers: [['X-Tag', 'a "needle"']] },
        { outcome: 'unverified', status: 401, reason: 'The needle is missing.' },
        { body: Buffer.concat([Buffer.from([0, 255, 254]), body('NEEDLE')]) },
        { body: body('{"customer":"Thread"}') },
      ]);
      const found = await search(store(), { q: ' nEEdle ' });
      expect(found.ids).toEqual(ids.slice(0, 7).reverse());
      expect((await search(store(), { q: 'x-tag: a "needle"' })).ids).toEqual([ids[4]]);
      expect((await search(store(), { q: 'haystack' })).ids).toEqual([]);
    });

    it('finds letters beyond ASCII, also where JSON escapes them', async () => {
      const { id } = await createdWorkflow(store());
      const ids = await keep(id, [{ body: body('{"name":"Müller"}') }, { body: body('{"name":"M\\u00fcller"}') }]);
      expect((await search(store(), { q: 'müller' })).ids).toEqual(ids.toReversed());
    });

    it('takes wildcards, quotes and operators as the text that they are', async () => {
      const { id } = await createdWorkflow(store());
      const odd = `100% _x ' " * \\ ) or 1=1 -- near(`;
      const [first] = await keep(id, [{ body: body(odd) }, { body: body('100 and more') }]);
      for (const q of ['100%', '_x', "' ", '" *', ' \\ ', 'or 1=1 --', 'near(', odd]) {
        expect((await search(store(), { q })).ids, q).toEqual([first]);
      }
      expect((await search(store(), { q: '%' })).ids).toEqual([first]);
    });

    it('finds by the start of an id', async () => {
      const { id } = await createdWorkflow(store());
      const [one = '', other = ''] = await keep(id, [{}, {}]);
      expect((await search(store(), { q: one.slice(0, 13).toUpperCase() })).ids).toEqual([one]);
      expect((await search(store(), { q: other })).ids).toEqual([other]);
      expect((await search(store(), { q: other, outcome: ['unverified'] })).ids).toEqual([]);
      expect((await search(store(), { q: other, workflowId: randomUUID() })).ids).toEqual([]);
      // What looks like an id and is none may stand in a body.
      const [named] = await keep(id, [{ body: body('commit deadbeef01') }]);
      expect((await search(store(), { q: 'deadbeef01' })).ids).toEqual([named]);
    });

    it('keeps to the other filters, of which one is the preset', async () => {
      const [mine, other] = [await createdWorkflow(store()), await createdWorkflow(store())];
      const verification = { preset: 'stripe', secret: 'STRIPE' };
      const [plain, verified, refused, late] = await keep(mine.id, [
        {},
        { verification },
        { verification, outcome: 'unverified', status: 401 },
        { verification },
      ]);
      const [foreign] = await keep(other.id, [{ verification, receivedAt: NOON + 9 }]);
      expect((await search(store(), { preset: 'stripe' })).ids).toEqual([foreign, late, refused, verified]);
      const workflowId = mine.id;
      expect((await search(store(), { preset: 'stripe', workflowId, outcome: ['accepted'] })).ids).toEqual([
        late,
        verified,
      ]);
      expect((await search(store(), { q: 'amount', workflowId, preset: 'none' })).ids).toEqual([plain]);
      expect((await search(store(), { q: 'amount', workflowId, from: NOON + 1, to: NOON + 3 })).ids).toEqual([
        refused,
        verified,
      ]);
    });

    it('looks at a bounded number for each page, and goes on from there', async () => {
      const { id } = await createdWorkflow(store());
      const changes = Array.from({ length: 1_100 }, (_, index) =>
        index % 550 === 0 ? { body: body('needle') } : { body: body('hay') },
      );
      const ids = await keep(id, changes);
      const found = await search(store(), { q: 'needle' });
      expect(found.ids).toEqual([ids[550], ids[0]]);
      expect(found.searched).toEqual([500, 500, 100]);
      const first = await store().listDeliveries({ limit: 2, q: 'needle' });
      expect(first).toMatchObject({ items: [], searched: { backTo: new Date(NOON + 600).toISOString() } });
    });

    it('reads few large bodies for each page', async () => {
      const { id } = await createdWorkflow(store());
      const large = Buffer.alloc(1_500_000, 'a');
      const ids = await keep(id, [{ body: body('needle') }, { body: large }, { body: large }]);
      expect(await search(store(), { q: 'needle' })).toEqual({ ids: [ids[0]], searched: [1, 2] });
    });
  });
}
