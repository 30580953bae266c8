import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { NewExecution, Store, Turn } from '../store.ts';
import { NOON, type Published, publishedWorkflow, sampleDelivery, sampleEnd, sampleExecution } from './samples.ts';

/** Accepts a delivery whose execution is to start at once if its turn has come. */
const arrive = async (store: Store, published: Published, turn: Turn, change: Partial<NewExecution> = {}) => {
  const delivery = sampleDelivery(published.workflowId);
  const execution = sampleExecution(published, delivery.id, { owner: 'one', turn, ...change });
  const result = await store.accept(delivery, execution);
  return { id: execution.id, deliveryId: delivery.id, result };
};

const claim = async (store: Store, limit = 10): Promise<string[]> =>
  (await store.claimExecutions('one', limit, 0, NOON)).map(({ id }) => id);

const end = (store: Store, executionId: string, epoch = 1): Promise<boolean> =>
  store.finishExecution({ executionId, epoch }, sampleEnd());

const byKey = (key: string): Turn => ({ key, limit: null });
const limited = (limit: number): Turn => ({ key: null, limit });

/** Whose turn it is: order by key, and how many of a workflow run at a time. */
export function turnConformance(store: () => Store): void {
  describe('executions that wait for their turn', () => {
    it('run one after the other by key, in the order in which they came, and others beside them', async () => {
      const published = await publishedWorkflow(store());
      const [first, second, third] = [
        await arrive(store(), published, byKey('a')),
        // The clock went back: what counts is what was kept first.
        await arrive(store(), published, byKey('a'), { createdAt: NOON - 10 }),
        await arrive(store(), published, byKey('a'), { createdAt: NOON - 20 }),
      ];
      const other = await arrive(store(), published, byKey('b'));
      expect([first, second, third, other].map(({ result }) => result)).toEqual([
        undefined,
        'queued',
        'queued',
        undefined,
      ]);
      expect(await claim(store())).toEqual([]);
      await end(store(), first.id);
      expect(await claim(store())).toEqual([second.id]);
      expect(await claim(store())).toEqual([]);
      expect(await store().requestCancel(third.id, NOON)).toBe('cancelled');
      const last = await arrive(store(), published, byKey('a'));
      expect(last.result).toBe('queued');
      await end(store(), second.id);
      expect(await claim(store())).toEqual([last.id]);
    });

    it('keep keys of workflows apart', async () => {
      const [one, other] = [await publishedWorkflow(store()), await publishedWorkflow(store())];
      await arrive(store(), one, byKey('a'));
      expect((await arrive(store(), other, byKey('a'))).result).toBeUndefined();
    });

    it('keep their order when their owner dies', async () => {
      const published = await publishedWorkflow(store());
      await store().registerInstance('one', NOON);
      const first = await arrive(store(), published, byKey('a'));
      const second = await arrive(store(), published, byKey('a'));
      const taken = async () =>
        (await store().claimExecutions('two', 10, NOON + 1, NOON + 1)).map(({ id, isAwaited }) => ({ id, isAwaited }));
      expect(await taken()).toEqual([{ id: first.id, isAwaited: true }]);
      expect(await taken()).toEqual([]);
      // The late word of the dead owner changes nothing.
      expect(await end(store(), first.id)).toBe(false);
      expect(await taken()).toEqual([]);
      expect(await end(store(), first.id, 2)).toBe(true);
      expect(await taken()).toEqual([{ id: second.id, isAwaited: true }]);
    });

    it('make a replay wait for what its original would wait for', async () => {
      const published = await publishedWorkflow(store());
      const first = await arrive(store(), published, byKey('a'));
      await end(store(), first.id);
      const second = await arrive(store(), published, byKey('a'));
      const replay = sampleExecution(published, first.deliveryId, {
        origin: { kind: 'replay', of: first.id, fromNode: null, effects: 'send-again' },
      });
      await store().createExecution(replay);
      expect(await store().claimExecution('one', replay.id, NOON)).toBeUndefined();
      expect(await claim(store())).toEqual([]);
      await end(store(), second.id);
      expect((await store().claimExecution('one', replay.id, NOON))?.id).toBe(replay.id);
    });

    it('are no more at a time than the workflow allows, oldest first, and none overtakes', async () => {
      const published = await publishedWorkflow(store(), { limits: { concurrentExecutions: 2 } });
      const running = [await arrive(store(), published, limited(2)), await arrive(store(), published, limited(2))];
      const waiting = [
        await arrive(store(), published, limited(2), { createdAt: NOON + 1 }),
        await arrive(store(), published, limited(2), { createdAt: NOON + 2 }),
        await arrive(store(), published, limited(2), { createdAt: NOON + 3 }),
      ];
      expect(running.map(({ result }) => result)).toEqual([undefined, undefined]);
      expect(waiting.map(({ result }) => result)).toEqual(['queued', 'queued', 'queued']);
      expect(await claim(store())).toEqual([]);
      await end(store(), running[0]?.id ?? '');
      // There is room for one now, but it is not the newest one's.
      const late = await arrive(store(), published, limited(2), { createdAt: NOON + 4 });
      expect(late.result).toBe('queued');
      expect(await claim(store())).toEqual([waiting[0]?.id]);
      await end(store(), running[1]?.id ?? '');
      await end(store(), waiting[0]?.id ?? '');
      expect(await claim(store())).toEqual([waiting[1]?.id, waiting[2]?.id]);
      const [queue] = (await store().listQueues()).filter(({ workflowId }) => workflowId === published.workflowId);
      expect(queue).toEqual({ workflowId: published.workflowId, queued: 1, oldestQueuedAt: NOON + 4 });
      const { items } = await store().listWorkflows({ limit: 1, now: NOON });
      expect(items[0]).toMatchObject({ id: published.workflowId, queued: 1, oldestQueuedAt: NOON + 4 });
    });

    it('count replays, but no test runs', async () => {
      const published = await publishedWorkflow(store(), { limits: { concurrentExecutions: 1 } });
      const { id, deliveryId } = await arrive(store(), published, limited(1));
      const test = sampleExecution(published, deliveryId, { origin: { kind: 'test' } });
      const replay = sampleExecution(published, deliveryId, {
        origin: { kind: 'replay', of: id, fromNode: null, effects: 'send-again' },
      });
      await store().createExecution(test);
      await store().createExecution(replay);
      expect(await store().claimExecution('one', replay.id, NOON)).toBeUndefined();
      expect(await claim(store())).toEqual([test.id]);
      await end(store(), id);
      expect(await claim(store())).toEqual([replay.id]);
    });

    it('follow the limit of what is published now', async () => {
      const published = await publishedWorkflow(store(), { limits: { concurrentExecutions: 1 } });
      await arrive(store(), published, limited(1));
      const waiting = await arrive(store(), published, limited(1));
      expect(await claim(store())).toEqual([]);
      const draft = {
        nodes: [{ id: randomUUID(), type: 'webhook', name: 'Hook', position: { x: 0, y: 0 }, config: {} }],
        edges: [],
      };
      await store().saveDraft(published.workflowId, draft, 1, NOON);
      await store().publish(published.workflowId, 2, NOON);
      expect(await claim(store())).toEqual([waiting.id]);
    });
  });
}
