import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InvalidCursor } from '../page.ts';
import type { StoreUnderTest } from './conformance-suite.ts';
import {
  accepted,
  createdWorkflow,
  NOON,
  publishedWorkflow,
  sampleDelivery,
  sampleEnd,
  sampleGraph,
} from './samples.ts';

export function workflowConformance(store: StoreUnderTest): void {
  describe('workflows', () => {
    it('creates with revision 1 and nothing published', async () => {
      const created = await createdWorkflow(store(), 'orders');
      expect(created).toMatchObject({
        name: 'Orders',
        slug: 'orders',
        draft: sampleGraph(),
        draftRevision: 1,
        publishedVersion: null,
        publishedRevision: null,
        paused: false,
        createdAt: NOON,
      });
      expect(await store().getWorkflow(created.id)).toEqual(created);
    });

    it('gives a slug to one workflow only', async () => {
      const first = await createdWorkflow(store(), 'orders');
      const second = await createdWorkflow(store(), 'others');
      const third = { id: randomUUID(), name: 'Third', slug: 'orders', draft: sampleGraph(), now: NOON };
      expect(await store().createWorkflow(third)).toBe('slug-taken');
      expect(await store().getWorkflow(third.id)).toBeUndefined();
      expect(await store().updateWorkflow(second.id, { slug: 'orders', name: 'New', now: NOON })).toBe('slug-taken');
      expect(await store().getWorkflow(second.id)).toEqual(second);
      expect(await store().updateWorkflow(first.id, { slug: 'orders', now: NOON + 1 })).toMatchObject({
        slug: 'orders',
      });
      await store().deleteWorkflow(first.id);
      expect(await store().createWorkflow(third)).toMatchObject({ slug: 'orders' });
    });

    it('renames, and knows what is missing', async () => {
      const { id } = await createdWorkflow(store());
      expect(await store().updateWorkflow(id, { name: 'New', now: NOON + 1 })).toMatchObject({
        name: 'New',
        updatedAt: NOON + 1,
      });
      expect(await store().updateWorkflow(randomUUID(), { name: 'New', now: NOON })).toBe('missing');
    });

    it('refuses a stale draft and keeps what is there', async () => {
      const { id } = await createdWorkflow(store());
      const saves = await Promise.all(['A', 'B'].map((name) => store().saveDraft(id, sampleGraph(name), 1, NOON + 1)));
      expect(saves.map(({ kind }) => kind)).toEqual(['saved', 'stale']);
      expect(saves[1]).toEqual({ kind: 'stale', revision: 2 });
      expect(await store().getWorkflow(id)).toMatchObject({ draft: sampleGraph('A'), draftRevision: 2 });
      expect(await store().saveDraft(randomUUID(), sampleGraph(), 1, NOON)).toEqual({ kind: 'missing' });
      expect(await store().publish(id, 1, NOON)).toEqual({ kind: 'stale', revision: 2 });
    });

    it('publishes versions, and none for an unchanged graph', async () => {
      const { id } = await createdWorkflow(store());
      const publish = async (revision: number) => {
        const answer = await store().publish(id, revision, NOON + revision);
        return answer.kind === 'saved' ? [answer.workflow.publishedVersion, answer.workflow.publishedRevision] : answer;
      };
      expect(await publish(1)).toEqual([1, 1]);
      expect(await publish(1)).toEqual([1, 1]);
      await store().saveDraft(id, sampleGraph('Changed'), 1, NOON);
      expect(await publish(2)).toEqual([2, 2]);
      await store().saveDraft(id, sampleGraph('Changed'), 2, NOON);
      expect(await publish(3)).toEqual([2, 3]);
      await store().saveDraft(id, sampleGraph(), 3, NOON);
      expect(await publish(4)).toEqual([3, 4]);

      const first = await store().listVersions(id, { limit: 2 });
      expect(first.items.map(({ version }) => version)).toEqual([3, 2]);
      const second = await store().listVersions(id, { limit: 2, cursor: first.nextCursor ?? '' });
      expect(second).toEqual({
        items: [{ version: 1, publishedAt: new Date(NOON + 1).toISOString(), nodeCount: 2 }],
        nextCursor: null,
      });
      const [one, three] = [await store().getVersion(id, 1), await store().getVersion(id, 3)];
      expect(one?.graph).toEqual(sampleGraph());
      expect(three?.graphId).toBe(one?.graphId);
      expect(await store().getVersion(id, 4)).toBeUndefined();
    });

    it('serves routes and counts their changes', async () => {
      const { id } = await createdWorkflow(store(), 'orders');
      let count = await store().routesChangedCount();
      const grew = async () => {
        const before = count;
        count = await store().routesChangedCount();
        return count > before;
      };
      expect(await grew()).toBe(false);
      expect(await store().getRoute(id)).toMatchObject({ slug: 'orders', published: null, draft: sampleGraph() });
      await store().publish(id, 1, NOON);
      expect(await grew()).toBe(true);
      await store().saveDraft(id, sampleGraph('Changed'), 1, NOON);
      expect(await grew()).toBe(true);
      await store().setPaused(id, true, NOON);
      expect(await grew()).toBe(true);
      const routes = await store().listRoutes();
      expect(routes).toEqual([await store().getRoute(id)]);
      expect(routes[0]).toMatchObject({
        paused: true,
        workflowName: 'Orders',
        published: { version: 1, graph: sampleGraph() },
        draft: sampleGraph('Changed'),
      });
      await store().deleteWorkflow(id);
      expect(await grew()).toBe(true);
      expect(await store().listRoutes()).toEqual([]);
    });

    it('lists the newest first, with how each went', async () => {
      const published = await publishedWorkflow(store());
      const other = await createdWorkflow(store());
      for (const [at, status] of [
        [1, 'succeeded'],
        [2, 'filtered'],
        [3, 'failed'],
        [4, 'cancelled'],
      ] as const) {
        const { id } = await accepted(store(), published, { owner: 'one', createdAt: NOON + at });
        await store().finishExecution({ executionId: id, epoch: 1 }, sampleEnd({ status, finishedAt: NOON + at }));
      }
      const last = await accepted(store(), published, { createdAt: NOON + 5 });

      const first = await store().listWorkflows({ limit: 1, now: NOON + 10 });
      expect(first.items).toMatchObject([{ id: other.id, lastExecution: null, lastDay: [] }]);
      const second = await store().listWorkflows({ limit: 1, now: NOON + 10, cursor: first.nextCursor ?? '' });
      expect(second.items).toMatchObject([
        {
          id: published.workflowId,
          lastExecution: { id: last.id, status: 'queued', createdAt: NOON + 5 },
          lastDay: [{ hour: NOON, succeeded: 2, failed: 1 }],
        },
      ]);
      expect(second.nextCursor).toBeNull();
      const later = await store().listWorkflows({ limit: 5, now: NOON + 26 * 3_600_000 });
      expect(later.items.map(({ lastDay }) => lastDay)).toEqual([[], []]);
    });

    it('finds workflows by name', async () => {
      const { id } = await createdWorkflow(store(), 'first-one');
      await store().updateWorkflow(id, { name: 'Stripe charges', now: NOON });
      await createdWorkflow(store(), 'second-one');
      const found = await store().listWorkflows({ limit: 5, now: NOON, q: 'STRIPE' });
      expect(found.items.map((workflow) => workflow.id)).toEqual([id]);
    });

    it('removes a workflow with its history and nothing else', async () => {
      const [gone, kept] = [await publishedWorkflow(store()), await publishedWorkflow(store())];
      const ended = await accepted(store(), gone, { owner: 'one' });
      await store().finishExecution({ executionId: ended.id, epoch: 1 }, sampleEnd());
      await accepted(store(), gone);
      await store().refuse(sampleDelivery(gone.workflowId, { outcome: 'unverified', status: 401 }));
      const other = await accepted(store(), kept);

      expect(await store().deleteWorkflow(gone.workflowId)).toBe(true);
      expect(await store().deleteWorkflow(gone.workflowId)).toBe(false);
      expect(await store().getWorkflow(gone.workflowId)).toBeUndefined();
      expect(await store().getExecution(ended.id)).toBeUndefined();
      expect(await store().getDelivery(ended.deliveryId)).toBeUndefined();
      const left = await store().listExecutions({ limit: 10 });
      expect(left.items.map(({ id }) => id)).toEqual([other.id]);
      expect((await store().listDeliveries({ limit: 10 })).items).toHaveLength(1);
      expect(await store().claimExecutions('two', 10, 0, NOON)).toHaveLength(1);
    });

    it('refuses a cursor that is not its own', async () => {
      await expect(store().listWorkflows({ limit: 1, now: NOON, cursor: 'rubbish' })).rejects.toThrow(InvalidCursor);
      await expect(store().listExecutions({ limit: 1, cursor: 'rubbish' })).rejects.toThrow(InvalidCursor);
    });
  });
}
