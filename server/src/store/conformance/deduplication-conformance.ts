import { describe, expect, it } from 'vitest';
import { type DeliveryKey, type NewDelivery, type NewExecution, ReferenceMissing, type Store } from '../store.ts';
import type { StoreUnderTest } from './conformance-suite.ts';
import { NOON, type Published, publishedWorkflow, sampleDelivery, sampleEnd, sampleExecution } from './samples.ts';

const DAY_MS = 86_400_000;
const key: DeliveryKey = { value: 'event-1', lifetimeMs: DAY_MS };

interface Keyed {
  readonly delivery?: Partial<NewDelivery>;
  readonly execution?: Partial<NewExecution>;
  readonly key?: DeliveryKey;
}

/** Accepts a delivery with a key and an execution; what the store says of it, and both ids. */
const acceptKeyed = async (store: Store, published: Published, keyed: Keyed = {}) => {
  const delivery = sampleDelivery(published.workflowId, keyed.delivery);
  const execution = sampleExecution(published, delivery.id, keyed.execution);
  const result = await store.accept(delivery, execution, keyed.key ?? key);
  return { first: result === 'queued' ? undefined : result, deliveryId: delivery.id, executionId: execution.id };
};

const countOf = async (store: Store, workflowId: string, outcome: NewDelivery['outcome']): Promise<number> => {
  let count = 0;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await store.listDeliveries({ limit: 200, workflowId, outcome: [outcome], cursor });
    count += page.items.length;
    cursor = page.nextCursor;
  }
  return count;
};

export function deduplicationConformance(store: StoreUnderTest): void {
  describe('deduplication', () => {
    it('runs the first of those that come at once, and keeps the others as its duplicates', async () => {
      const published = await publishedWorkflow(store());
      const [first, ...others] = await Promise.all(
        Array.from({ length: 20 }, () => acceptKeyed(store(), published, { execution: { owner: 'one' } })),
      );
      expect(first?.first).toBeUndefined();
      const [deliveryId = '', executionId = ''] = [first?.deliveryId, first?.executionId];
      for (const other of others) {
        expect(other.first).toEqual({ deliveryId, executionId, status: 200, sameBody: true });
        expect(await store().getExecution(other.executionId)).toBeUndefined();
        expect(await store().getDelivery(other.deliveryId)).toMatchObject({
          outcome: 'duplicate',
          status: 200,
          reason: expect.stringMatching(/\w.*\.$/),
          duplicateOf: deliveryId,
          executionIds: [],
        });
      }
      expect(await store().getDelivery(deliveryId)).toMatchObject({
        outcome: 'accepted',
        reason: null,
        duplicateOf: null,
        executionIds: [executionId],
      });
      expect((await store().countUnfinished()).running).toBe(1);
    });

    it('knows a delivery again that was committed before, whatever became of it', async () => {
      const published = await publishedWorkflow(store());
      const { deliveryId, executionId } = await acceptKeyed(store(), published, { execution: { owner: 'one' } });
      await store().finishExecution({ executionId, epoch: 1 }, sampleEnd({ status: 'failed' }));
      // Neither is what the sender was told of.
      await store().createExecution(
        sampleExecution(published, deliveryId, {
          origin: { kind: 'replay', of: executionId, fromNode: null, effects: 'send-again' },
        }),
      );
      await store().createExecution(sampleExecution(published, deliveryId, { origin: { kind: 'test' } }));
      const { first } = await acceptKeyed(store(), published);
      expect(first).toEqual({ deliveryId, executionId, status: 200, sameBody: true });
    });

    it('answers like a first one that nothing ran on', async () => {
      const published = await publishedWorkflow(store());
      const delivery = sampleDelivery(published.workflowId);
      expect(await store().accept(delivery, null, key)).toBeUndefined();
      await store().createExecution(sampleExecution(published, delivery.id, { origin: { kind: 'test' } }));
      expect((await acceptKeyed(store(), published)).first).toMatchObject({
        deliveryId: delivery.id,
        executionId: null,
      });
    });

    it('flags the same key with another body, and keeps all of that', async () => {
      const published = await publishedWorkflow(store());
      const large = { body: Buffer.alloc(100_000, 'x') };
      const { deliveryId } = await acceptKeyed(store(), published, { delivery: large });
      const same = await acceptKeyed(store(), published, { delivery: large });
      const other = await acceptKeyed(store(), published, { delivery: { body: Buffer.alloc(100_000, 'y') } });
      expect(same.first).toMatchObject({ deliveryId, sameBody: true });
      expect(other.first).toMatchObject({ deliveryId, sameBody: false });
      const [keptSame, keptOther] = [
        await store().getDelivery(same.deliveryId),
        await store().getDelivery(other.deliveryId),
      ];
      expect(keptOther).toMatchObject({ outcome: 'duplicate', status: 200, duplicateOf: deliveryId, executionIds: [] });
      expect(keptOther?.reason).toMatch(/another body/);
      expect(keptSame?.reason).not.toMatch(/another body/);
      expect(keptOther?.body.byteLength).toBe(100_000);
      expect(keptSame?.body.byteLength).toBe(64 * 1024);
      expect(keptSame?.sizeBytes).toBe(100_000);
    });

    it('lists the duplicates of a delivery, newest first, and says which have another body', async () => {
      const published = await publishedWorkflow(store());
      const large = Buffer.alloc(100_000, 'x');
      const send = (receivedAt: number, body: Uint8Array) =>
        acceptKeyed(store(), published, { delivery: { receivedAt, body } });
      const { deliveryId } = await send(NOON, large);
      const same = await send(NOON + 1, large);
      const ofOneSize = await send(NOON + 2, Buffer.concat([large.subarray(1), Buffer.from('y')]));
      const shorter = await send(NOON + 3, large.subarray(0, 70_000));
      await acceptKeyed(store(), published, { key: { ...key, value: 'event-2' } });
      await acceptKeyed(store(), published, { key: { ...key, value: 'event-2' } });
      const at = (offset: number) => new Date(NOON + offset).toISOString();
      expect(await store().listDuplicates(deliveryId)).toEqual({
        count: 3,
        newest: [
          { id: shorter.deliveryId, receivedAt: at(3), status: 200, sameBody: false },
          { id: ofOneSize.deliveryId, receivedAt: at(2), status: 200, sameBody: false },
          { id: same.deliveryId, receivedAt: at(1), status: 200, sameBody: true },
        ],
      });
      expect(await store().listDuplicates(same.deliveryId)).toEqual({ count: 0, newest: [] });
    });

    it('forgets a key when it is as old as it may be', async () => {
      const published = await publishedWorkflow(store());
      const at = (receivedAt: number, lifetimeMs = DAY_MS) =>
        acceptKeyed(store(), published, { delivery: { receivedAt }, key: { ...key, lifetimeMs } });
      const old = await at(NOON);
      expect((await at(NOON + DAY_MS - 1)).first?.deliveryId).toBe(old.deliveryId);
      const next = await at(NOON + DAY_MS);
      expect(next.first).toBeUndefined();
      expect(await store().getExecution(next.executionId)).toBeDefined();
      expect((await at(NOON + DAY_MS + 1)).first?.deliveryId).toBe(next.deliveryId);
      // A shorter life holds at once, also for keys that were kept for longer.
      expect((await at(NOON + DAY_MS + 10, 5)).first).toBeUndefined();
    });

    it('has keys for each workflow, and none where none is given', async () => {
      const [one, other] = [await publishedWorkflow(store()), await publishedWorkflow(store())];
      expect((await acceptKeyed(store(), one)).first).toBeUndefined();
      expect((await acceptKeyed(store(), other)).first).toBeUndefined();
      expect((await acceptKeyed(store(), one, { key: { ...key, value: 'event-2' } })).first).toBeUndefined();
      const delivery = sampleDelivery(one.workflowId);
      expect(await store().accept(delivery, null)).toBeUndefined();
      expect(await store().getDelivery(delivery.id)).toMatchObject({ outcome: 'accepted', duplicateOf: null });
    });

    it('keeps no key of a delivery that it did not keep', async () => {
      const published = await publishedWorkflow(store());
      const gone = acceptKeyed(store(), { ...published, graphId: 'none' });
      const [failed, kept] = await Promise.allSettled([gone, acceptKeyed(store(), published)]);
      expect(failed).toMatchObject({ status: 'rejected', reason: expect.any(ReferenceMissing) });
      expect(kept).toMatchObject({ status: 'fulfilled', value: { first: undefined } });
    });

    it('ends no execution that a duplicate was to begin', async () => {
      const published = await publishedWorkflow(store());
      const [first, duplicate] = [sampleDelivery(published.workflowId), sampleDelivery(published.workflowId)];
      const executions = [first, duplicate].map(({ id }) => sampleExecution(published, id, { owner: 'one' }));
      const writes = [first, duplicate].map((delivery, index) => {
        const execution = executions[index] ?? null;
        const accepting = store().accept(delivery, execution, key);
        return [accepting, store().finishExecution({ executionId: execution?.id ?? '', epoch: 1 }, sampleEnd())];
      });
      expect(await Promise.all(writes.map(([, finishing]) => finishing))).toEqual([true, false]);
      expect((await store().listExecutions({ limit: 5 })).items).toMatchObject([
        { id: executions[0]?.id, status: 'succeeded' },
      ]);
    });

    it('keeps duplicates in a ring of their own', async () => {
      const published = await publishedWorkflow(store());
      const { deliveryId } = await acceptKeyed(store(), published);
      const refused = sampleDelivery(published.workflowId, { outcome: 'unverified', status: 401 });
      await store().refuse(refused);
      const ids: string[] = [];
      for (let start = 0; start < 1_200; start += 300) {
        const kept = await Promise.all(
          Array.from({ length: 300 }, (_, index) =>
            acceptKeyed(store(), published, { delivery: { receivedAt: NOON + 1 + start + index } }),
          ),
        );
        ids.push(...kept.map((one) => one.deliveryId));
      }
      const left = await countOf(store(), published.workflowId, 'duplicate');
      expect(left).toBeGreaterThanOrEqual(1_000);
      expect(left).toBeLessThan(1_100);
      expect(await store().getDelivery(ids[0] ?? '')).toBeUndefined();
      expect((await store().getDelivery(ids.at(-1) ?? ''))?.duplicateOf).toBe(deliveryId);
      for (const id of [deliveryId, refused.id]) expect(await store().getDelivery(id)).toBeDefined();

      // Nor do forged requests push them out.
      const forged = () => store().refuse(sampleDelivery(published.workflowId, { outcome: 'unverified', status: 401 }));
      for (let start = 0; start < 1_200; start += 300) await Promise.all(Array.from({ length: 300 }, forged));
      expect(await store().getDelivery(refused.id)).toBeUndefined();
      expect(await countOf(store(), published.workflowId, 'duplicate')).toBe(left);
    });

    it('goes with its workflow', async () => {
      const published = await publishedWorkflow(store());
      const { deliveryId } = await acceptKeyed(store(), published);
      const duplicate = await acceptKeyed(store(), published);
      await store().deleteWorkflow(published.workflowId);
      for (const id of [deliveryId, duplicate.deliveryId]) expect(await store().getDelivery(id)).toBeUndefined();
    });
  });
}
