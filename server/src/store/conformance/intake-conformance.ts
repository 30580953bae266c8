import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ReferenceMissing } from '../store.ts';
import type { StoreUnderTest } from './conformance-suite.ts';
import {
  accepted,
  createdWorkflow,
  NOON,
  publishedWorkflow,
  sampleDelivery,
  sampleExecution,
  sampleGraph,
} from './samples.ts';

export function intakeConformance(store: StoreUnderTest): void {
  describe('intake', () => {
    it('keeps a delivery as it came', async () => {
      const published = await publishedWorkflow(store());
      // A view into a larger buffer, as bodies that come off a socket are.
      const body = Buffer.from('junk\u0000\u00ff{"amount":1}junk', 'latin1').subarray(4, 18);
      const delivery = sampleDelivery(published.workflowId, {
        body,
        path: '/a',
        verification: { preset: 'hmac', secret: 'S' },
      });
      const execution = sampleExecution(published, delivery.id);
      await store().accept(delivery, execution);
      const kept = await store().getDelivery(delivery.id);
      expect(kept && Buffer.from(kept.body).toString('latin1')).toBe(body.toString('latin1'));
      expect(kept).toEqual({
        ...delivery,
        body: expect.anything(),
        sizeBytes: body.byteLength,
        executionIds: [execution.id],
        duplicateOf: null,
      });
    });

    it('keeps a delivery without an execution, and an empty body', async () => {
      const { id } = await createdWorkflow(store());
      const delivery = sampleDelivery(id, { body: new Uint8Array(0), contentType: null });
      await store().accept(delivery, null);
      expect(await store().getDelivery(delivery.id)).toMatchObject({ executionIds: [], contentType: null });
    });

    it('keeps many that come at once, each with its own body', async () => {
      const published = await publishedWorkflow(store());
      const deliveries = Array.from({ length: 300 }, (_, index) =>
        sampleDelivery(published.workflowId, {
          body: Buffer.from(`body ${index}`.repeat(index % 5)),
          receivedAt: NOON + index,
        }),
      );
      await Promise.all(
        deliveries.map((delivery) => store().accept(delivery, sampleExecution(published, delivery.id))),
      );
      for (const delivery of deliveries) {
        expect(Buffer.from((await store().getDelivery(delivery.id))?.body ?? '')).toEqual(Buffer.from(delivery.body));
      }
      expect((await store().countUnfinished()).queued).toBe(300);
    });

    it('keeps nothing for a workflow that was deleted after it had taken something', async () => {
      const published = await publishedWorkflow(store());
      await accepted(store(), published);
      const [late, later] = [sampleDelivery(published.workflowId), sampleDelivery(published.workflowId)];
      // At once, so that its history is not gone yet.
      const [deleted, ...writes] = await Promise.allSettled([
        store().deleteWorkflow(published.workflowId),
        store().accept(late, null),
        store().accept(later, sampleExecution(published, later.id)),
        store().refuse(sampleDelivery(published.workflowId, { outcome: 'unverified' })),
      ]);
      expect(deleted).toMatchObject({ status: 'fulfilled', value: true });
      for (const write of writes) expect(write).toMatchObject({ reason: expect.any(ReferenceMissing) });
    });

    it('finds what a forgotten instance owns, though it had owned something before', async () => {
      const published = await publishedWorkflow(store());
      const first = await accepted(store(), published, { owner: 'one' });
      await store().releaseInstance('one', NOON);
      const second = await accepted(store(), published, { owner: 'one' });
      // Without a row of its own, `one` would never be found dead.
      const claimed = await store().claimExecutions('two', 5, NOON + 1_000_000, NOON);
      expect(new Set(claimed.map(({ id }) => id))).toEqual(new Set([first.id, second.id]));
    });

    it('keeps nothing when the workflow or the graph is gone, and spares what came along', async () => {
      const published = await publishedWorkflow(store());
      const [orphan, graphless] = [sampleDelivery(randomUUID()), sampleDelivery(published.workflowId)];
      const writes = await Promise.allSettled([
        accepted(store(), published),
        store().accept(orphan, null),
        store().accept(graphless, sampleExecution({ ...published, graphId: 'none' }, graphless.id)),
        accepted(store(), published),
      ]);
      expect(writes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
      for (const write of writes) {
        if (write.status === 'rejected') expect(write.reason).toBeInstanceOf(ReferenceMissing);
      }
      expect(await store().getDelivery(graphless.id)).toBeUndefined();
      expect((await store().listDeliveries({ limit: 10 })).items).toHaveLength(2);
    });

    it('takes one id once', async () => {
      const published = await publishedWorkflow(store());
      const delivery = sampleDelivery(published.workflowId);
      const writes = await Promise.allSettled([store().accept(delivery, null), store().accept(delivery, null)]);
      expect(writes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    });

    it('keeps refused requests in a ring per workflow', async () => {
      const [flooded, quiet] = [await createdWorkflow(store()), await createdWorkflow(store())];
      const refused = (id: string, index: number) =>
        sampleDelivery(id, {
          outcome: 'unverified',
          status: 401,
          reason: 'The signature is wrong.',
          receivedAt: NOON + index,
          body: Buffer.alloc(index === 1_200 ? 100_000 : 10, 'x'),
        });
      await store().refuse(refused(quiet.id, 0));
      const kept = sampleDelivery(flooded.id);
      const quarantined = sampleDelivery(flooded.id, { outcome: 'quarantined', reason: 'It does not fit.' });
      await store().accept(kept, null);
      await store().accept(quarantined, null);
      const flood = Array.from({ length: 1_201 }, (_, index) => refused(flooded.id, index));
      const triedId = flood[7]?.id ?? '';
      // Not all at once: a store may decline refused requests while much waits.
      for (let start = 0; start < flood.length; start += 300) {
        await Promise.all(flood.slice(start, start + 300).map((delivery) => store().refuse(delivery)));
        // What a person ran something on stays, and keeps the ring from nothing.
        if (start === 0) {
          const origin = { kind: 'replay', of: null, fromNode: null, effects: 'send-again' } as const;
          const graph = { graph: sampleGraph() };
          const run = sampleExecution({ workflowId: flooded.id, graphId: '' }, triedId, {
            origin,
            graph,
            version: null,
          });
          await store().createExecution(run);
        }
      }

      expect(await store().getDelivery(triedId)).toMatchObject({ executionIds: [expect.any(String)] });
      const [oldest, newest] = [flood[0]?.id ?? '', flood.at(-1)?.id ?? ''];
      expect(await store().getDelivery(oldest)).toBeUndefined();
      expect(await store().getDelivery(kept.id)).toBeDefined();
      expect(await store().getDelivery(quarantined.id)).toMatchObject({ outcome: 'quarantined' });
      expect((await store().getDelivery(newest))?.body.byteLength).toBe(64 * 1024);
      const [listed] = (await store().listDeliveries({ limit: 1, workflowId: flooded.id })).items;
      expect(listed).toMatchObject({ id: newest, sizeBytes: 100_000, outcome: 'unverified', executionId: null });
      expect((await store().listDeliveries({ limit: 2, workflowId: quiet.id })).items).toHaveLength(1);
      let left = 0;
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await store().listDeliveries({
          limit: 200,
          workflowId: flooded.id,
          outcome: ['unverified'],
          cursor,
        });
        left += page.items.length;
        cursor = page.nextCursor;
      }
      expect(left).toBeGreaterThanOrEqual(1_000);
      expect(left).toBeLessThan(1_100);
    });
  });
}
