import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ReferenceMissing } from '../store.ts';
import type { StoreUnderTest } from './conformance-suite.ts';
import {
  accepted,
  NOON,
  publishedWorkflow,
  sampleDelivery,
  sampleEnd,
  sampleExecution,
  sampleGraph,
  sampleStep,
} from './samples.ts';

export function executionConformance(store: StoreUnderTest): void {
  describe('executions', () => {
    it('hands out the oldest queued ones, with all that is needed to run them', async () => {
      const published = await publishedWorkflow(store());
      const third = await accepted(store(), published, { createdAt: NOON + 3 });
      const first = await accepted(store(), published, { createdAt: NOON + 1, untilNode: 'map' });
      const second = await accepted(store(), published, { createdAt: NOON + 2 });
      const claimed = await store().claimExecutions('one', 2, 0, NOON + 10);
      expect(claimed.map(({ id }) => id)).toEqual([first.id, second.id]);
      expect(claimed[0]).toMatchObject({
        epoch: 1,
        workflowId: published.workflowId,
        workflowName: 'Orders',
        version: 1,
        graphId: published.graphId,
        graph: sampleGraph(),
        origin: { kind: 'delivery' },
        untilNode: 'map',
        recoveries: 0,
        steps: [],
        delivery: { id: first.deliveryId, executionIds: [first.id] },
      });
      expect(Buffer.from(claimed[0]?.delivery.body ?? '').toString()).toBe('{"amount":1200}');
      expect(claimed[1]?.graph).toBe(claimed[0]?.graph);
      expect((await store().claimExecutions('two', 5, 0, NOON)).map(({ id }) => id)).toEqual([third.id]);
      expect(await store().claimExecutions('two', 5, 0, NOON)).toEqual([]);
    });

    it('leaves what a live instance owns, and takes over what a dead one owned', async () => {
      const published = await publishedWorkflow(store());
      await store().registerInstance('old', NOON);
      const { id } = await accepted(store(), published, { owner: 'old' });
      const claim = { executionId: id, epoch: 1 };
      expect(
        await store().writeStep(claim, sampleStep('map', { output: { kind: 'json', json: '1' } }), 'waiting'),
      ).toBe(true);
      expect(await store().claimExecutions('new', 5, NOON, NOON)).toEqual([]);
      await store().heartbeat('old', NOON + 100);
      expect(await store().claimExecutions('new', 5, NOON + 100, NOON)).toEqual([]);

      const [taken] = await store().claimExecutions('new', 5, NOON + 101, NOON + 200);
      expect(taken).toMatchObject({ id, epoch: 2, recoveries: 1, steps: [{ nodeId: 'map', output: { json: '1' } }] });
      expect(await store().writeStep(claim, sampleStep('map'), 'running')).toBe(false);
      expect(await store().finishExecution(claim, sampleEnd({ status: 'failed' }))).toBe(false);
      expect(await store().finishExecution({ executionId: id, epoch: 2 }, sampleEnd())).toBe(true);
      expect(await store().getExecution(id)).toMatchObject({ status: 'succeeded', recoveries: 1 });
    });

    it('counts in a row how often the owner died while it ran and no step ended', async () => {
      const { id } = await accepted(store(), await publishedWorkflow(store()), { owner: 'one' });
      let now = NOON;
      const die = async () => {
        now += 1_000;
        const [taken] = await store().claimExecutions(`owner ${now}`, 5, now, now);
        return { claim: { executionId: id, epoch: taken?.epoch ?? 0 }, counts: [taken?.recoveries, taken?.stalls] };
      };
      expect((await die()).counts).toEqual([1, 1]);
      const begun = await die();
      expect(begun.counts).toEqual([2, 2]);
      await store().writeStep(begun.claim, sampleStep('map', { status: 'running', finishedAt: null }), 'running');
      const ended = await die();
      expect(ended.counts).toEqual([3, 3]);
      await store().writeStep(ended.claim, sampleStep('map'), 'running');
      const waiting = await die();
      expect(waiting.counts).toEqual([4, 1]);
      // What waits brings nothing down.
      await store().writeStep(waiting.claim, sampleStep('pause', { status: 'waiting', finishedAt: null }), 'waiting');
      const parked = await die();
      expect(parked.counts).toEqual([5, 1]);
      await store().parkExecution(parked.claim, { steps: [], wakeAt: now });
      expect((await die()).counts).toEqual([5, 0]);
    });

    it('gives out one at a time of those that may have brought their processes down', async () => {
      const published = await publishedWorkflow(store());
      const all = [];
      for (let count = 0; count < 6; count++)
        all.push((await accepted(store(), published, { createdAt: NOON + count })).id);
      const [, , deadly = ''] = all;
      const ended = new Map<string, number>();
      let now = NOON + 1_000;
      let deaths = 0;
      // Whatever runs beside the deadly one has not ended when it strikes.
      while (ended.size < all.length) {
        now += 1_000;
        const claimed = await store().claimExecutions(`owner ${now}`, 50, now, now);
        expect(claimed.filter(({ stalls }) => stalls > 1).length).toBeLessThanOrEqual(1);
        if (claimed.some(({ id, stalls }) => id === deadly && stalls < 3)) {
          deaths++;
          continue;
        }
        expect(claimed).not.toEqual([]);
        for (const { id, epoch, stalls } of claimed) {
          ended.set(id, stalls);
          expect(await store().finishExecution({ executionId: id, epoch }, sampleEnd())).toBe(true);
        }
      }
      expect(deaths).toBe(3);
      expect(all.map((id) => ended.get(id))).toEqual([2, 2, 3, 2, 2, 2]);
    });

    it('lets none of those wait for one that others of its workflow leave no room', async () => {
      const limited = await publishedWorkflow(store(), { limits: { concurrentExecutions: 1 } });
      const stuck = await accepted(store(), limited, { owner: 'one' });
      const other = await accepted(store(), await publishedWorkflow(store()), { owner: 'one', createdAt: NOON + 1 });
      let now = NOON;
      const claimed = async () => {
        now += 1_000;
        return (await store().claimExecutions(`owner ${now}`, 50, now, now)).map(({ id }) => id);
      };
      expect(await claimed()).toEqual([stuck.id, other.id]);
      await store().registerInstance('alive', NOON + 1_000_000);
      await accepted(store(), limited, { owner: 'alive', createdAt: NOON + 2 });
      expect(await claimed()).toEqual([other.id]);
    });

    it('takes over what an instance owned that never announced itself', async () => {
      const { id } = await accepted(store(), await publishedWorkflow(store()), { owner: 'silent' });
      const [taken] = await store().claimExecutions('new', 5, NOON + 1, NOON + 1);
      expect(taken).toMatchObject({ id, epoch: 2, recoveries: 1 });
    });

    it('ends an execution that was accepted a moment before, and nothing that could not be accepted', async () => {
      const published = await publishedWorkflow(store());
      const gone = { ...published, workflowId: randomUUID() };
      const begin = (where: typeof published) => {
        const delivery = sampleDelivery(where.workflowId);
        const execution = sampleExecution(where, delivery.id, { owner: 'one' });
        // Nothing is awaited in between, so that all of it may well be one commit.
        const accepting = store().accept(delivery, execution);
        return {
          id: execution.id,
          accepting,
          ending: (end = sampleEnd()) => store().finishExecution({ executionId: execution.id, epoch: 1 }, end),
        };
      };
      const error = { code: 'x', message: 'It failed.' };
      const fine = begin(published);
      const fineEnd = fine.ending(sampleEnd({ output: { kind: 'json', json: '7' }, steps: [sampleStep('map')] }));
      const fineTwice = fine.ending(sampleEnd({ status: 'failed' }));
      const failed = begin(published);
      const failedEnd = failed.ending(sampleEnd({ status: 'failed', error }));
      const lost = begin(gone);
      const lostEnd = lost.ending();
      await expect(lost.accepting).rejects.toBeInstanceOf(ReferenceMissing);
      expect(await Promise.all([fineEnd, fineTwice, failedEnd, lostEnd])).toEqual([true, false, true, false]);
      expect(await store().getExecution(fine.id)).toMatchObject({
        status: 'succeeded',
        output: { json: '7' },
        steps: [{ nodeId: 'map' }],
      });
      expect(await store().getExecution(failed.id)).toMatchObject({ status: 'failed', error });
      const { items } = await store().listExecutions({
        limit: 5,
        workflowId: published.workflowId,
        status: ['succeeded'],
      });
      expect(items.map(({ id }) => id)).toEqual([fine.id]);
      expect(await store().claimExecutions('two', 5, NOON + 1_000, NOON)).toEqual([]);
    });

    it('ends an execution once', async () => {
      const { id } = await accepted(store(), await publishedWorkflow(store()), { owner: 'one' });
      const claim = { executionId: id, epoch: 1 };
      expect(await store().finishExecution(claim, sampleEnd())).toBe(true);
      expect(await store().finishExecution(claim, sampleEnd({ status: 'failed' }))).toBe(false);
      expect(await store().writeStep(claim, sampleStep('map'), 'running')).toBe(false);
      expect(await store().finishExecution({ executionId: randomUUID(), epoch: 1 }, sampleEnd())).toBe(false);
      expect(await store().getExecutionSummary(id)).toMatchObject({ status: 'succeeded', durationMs: 5 });
    });

    it('lets a paused workflow wait, but not its tests and replays', async () => {
      const [paused, active] = [await publishedWorkflow(store()), await publishedWorkflow(store())];
      await store().setPaused(paused.workflowId, true, NOON);
      const held = await accepted(store(), paused, { createdAt: NOON + 1 });
      const test = await accepted(store(), paused, { createdAt: NOON + 2, origin: { kind: 'test' } });
      const replay = await accepted(store(), paused, {
        createdAt: NOON + 3,
        origin: { kind: 'replay', of: held.id, fromNode: null, effects: 'send-again' },
      });
      const other = await accepted(store(), active, { createdAt: NOON + 4 });
      const claimed = await store().claimExecutions('one', 10, 0, NOON);
      expect(claimed.map(({ id }) => id)).toEqual([test.id, replay.id, other.id]);
      await store().setPaused(paused.workflowId, false, NOON);
      expect((await store().claimExecutions('one', 10, 0, NOON)).map(({ id }) => id)).toEqual([held.id]);
    });

    it('claims one that is to start at once', async () => {
      const published = await publishedWorkflow(store());
      const { deliveryId } = await accepted(store(), published);
      const draft = { graph: sampleGraph('Draft') };
      const test = sampleExecution(published, deliveryId, { version: null, graph: draft, origin: { kind: 'test' } });
      await store().createExecution(test);
      expect(await store().claimExecution('one', test.id, NOON)).toMatchObject({
        id: test.id,
        epoch: 1,
        version: null,
        graph: draft.graph,
        origin: { kind: 'test' },
      });
      expect(await store().claimExecution('two', test.id, NOON)).toBeUndefined();
      await expect(store().createExecution(sampleExecution(published, randomUUID()))).rejects.toThrow(ReferenceMissing);
    });

    it('hands a replay the steps that it takes over', async () => {
      const published = await publishedWorkflow(store());
      const { id: of, deliveryId } = await accepted(store(), published);
      const reusedSteps = [
        sampleStep('hook', { reused: true }),
        sampleStep('map', { reused: true, output: { kind: 'json', json: '2' } }),
      ];
      const replay = sampleExecution(published, deliveryId, {
        origin: { kind: 'replay', of, fromNode: 'map', effects: 'send-again' },
        reusedSteps,
      });
      await store().createExecution(replay);
      const claimed = await store().claimExecution('one', replay.id, NOON);
      expect(claimed).toMatchObject({ steps: reusedSteps, origin: replay.origin });
      expect(claimed?.delivery.executionIds).toEqual([replay.id, of]);
    });

    it('gives back what an instance owned when it goes', async () => {
      const published = await publishedWorkflow(store());
      await store().registerInstance('one', NOON);
      const { id } = await accepted(store(), published, { owner: 'one' });
      const unwanted = await accepted(store(), published, { owner: 'one' });
      await store().requestCancel(unwanted.id, NOON);
      await store().releaseInstance('one', NOON + 9);
      expect(await store().countUnfinished()).toEqual({ queued: 1, running: 0, waiting: 0, oldestQueuedAt: NOON });
      expect(await store().getExecutionSummary(unwanted.id)).toMatchObject({ status: 'cancelled' });
      expect(await store().finishExecution({ executionId: id, epoch: 1 }, sampleEnd())).toBe(false);
      expect(await store().claimExecutions('two', 5, 0, NOON)).toMatchObject([{ id, epoch: 2, recoveries: 0 }]);
    });

    it('queues what an instance owns and does not hold', async () => {
      const published = await publishedWorkflow(store());
      await store().registerInstance('one', NOON);
      const held = await accepted(store(), published, { owner: 'one' });
      const forgotten = await accepted(store(), published, { owner: 'one' });
      const another = await accepted(store(), published, { owner: 'two' });
      expect(await store().releaseForgotten('one', [held.id], NOON - 1)).toBe(0);
      expect(await store().releaseForgotten('one', [held.id], NOON + 9)).toBe(1);
      const statusOf = async ({ id }: { id: string }) => (await store().getExecutionSummary(id))?.status;
      expect(await Promise.all([held, forgotten, another].map(statusOf))).toEqual(['running', 'queued', 'running']);
      expect(await store().finishExecution({ executionId: held.id, epoch: 1 }, sampleEnd())).toBe(true);
    });

    it('cancels', async () => {
      const published = await publishedWorkflow(store());
      const queued = await accepted(store(), published);
      const owned = await accepted(store(), published, { owner: 'one' });
      expect(await store().requestCancel(queued.id, NOON + 1)).toBe('cancelled');
      expect(await store().requestCancel(queued.id, NOON + 1)).toBe('final');
      expect(await store().requestCancel(owned.id, NOON + 1)).toBe('requested');
      expect(await store().requestCancel(randomUUID(), NOON)).toBe('missing');
      expect(await store().listCancelRequests('one')).toEqual([owned.id]);
      expect(await store().listCancelRequests('two')).toEqual([]);
      expect(
        await store().finishExecution({ executionId: owned.id, epoch: 1 }, sampleEnd({ status: 'cancelled' })),
      ).toBe(true);
      expect(await store().listCancelRequests('one')).toEqual([]);
      expect(await store().claimExecutions('two', 5, NOON + 9, NOON)).toEqual([]);
    });

    it('counts what is unfinished', async () => {
      const published = await publishedWorkflow(store());
      await accepted(store(), published, { createdAt: NOON + 7 });
      await accepted(store(), published, { createdAt: NOON + 4 });
      await accepted(store(), published, { owner: 'one' });
      const waiting = await accepted(store(), published, { owner: 'one' });
      await store().writeStep({ executionId: waiting.id, epoch: 1 }, sampleStep('map'), 'waiting');
      expect(await store().countUnfinished()).toEqual({ queued: 2, running: 1, waiting: 1, oldestQueuedAt: NOON + 4 });
      const test = await store().getExecutionSummary((await accepted(store(), published)).id);
      expect(test).toMatchObject({ status: 'queued', startedAt: null });
    });

    it('belongs to a delivery of its own workflow', async () => {
      const [one, other] = [await publishedWorkflow(store()), await publishedWorkflow(store())];
      const delivery = sampleDelivery(other.workflowId);
      await store().accept(delivery, null);
      await expect(store().createExecution(sampleExecution(one, delivery.id))).rejects.toThrow(ReferenceMissing);
    });
  });
}
