import { describe, expect, it } from 'vitest';
import type { StoreUnderTest } from './conformance-suite.ts';
import { accepted, NOON, publishedWorkflow, sampleStep } from './samples.ts';

const DAY_MS = 86_400_000;

export function waitingConformance(store: StoreUnderTest): void {
  describe('executions that wait', () => {
    const waiting = sampleStep('map', { status: 'waiting', wait: { until: NOON + DAY_MS, port: 'out' } });
    const parked = async (wakeAt: number | null = NOON + DAY_MS) => {
      const published = await publishedWorkflow(store());
      await store().registerInstance('one', NOON);
      const { id } = await accepted(store(), published, { owner: 'one' });
      const claim = { executionId: id, epoch: 1 };
      expect(await store().parkExecution(claim, { wakeAt, steps: [sampleStep('hook'), waiting] })).toBe(true);
      return { published, id, claim };
    };
    const claimed = async (now: number) => await store().claimExecutions('two', 5, 0, now);

    it('belong to nobody, and are handed out with their steps once their time has come', async () => {
      const { id, claim } = await parked();
      expect(await store().writeStep(claim, sampleStep('map'), 'running')).toBe(false);
      expect(await store().parkExecution(claim, { wakeAt: null, steps: [] })).toBe(false);
      expect(await claimed(NOON + DAY_MS - 1)).toEqual([]);
      const [taken] = await claimed(NOON + DAY_MS);
      expect(taken).toMatchObject({ id, epoch: 2, recoveries: 0, signals: [] });
      expect(taken?.steps).toMatchObject([
        { nodeId: 'hook' },
        { nodeId: 'map', wait: waiting.wait, status: 'waiting' },
      ]);
      expect(await claimed(NOON + 2 * DAY_MS)).toEqual([]);
    });

    it('are waiting for whoever looks, and counted so', async () => {
      const { id, published } = await parked();
      expect(await store().getExecution(id)).toMatchObject({ status: 'waiting', finishedAt: null });
      const { items } = await store().listExecutions({ status: ['waiting'], limit: 5 });
      expect(items.map((item) => [item.id, item.status])).toEqual([[id, 'waiting']]);
      const ofWorkflow = { workflowId: published.workflowId, status: ['running', 'waiting'] as const, limit: 5 };
      expect((await store().listExecutions(ofWorkflow)).items).toHaveLength(1);
      expect(await store().countUnfinished()).toMatchObject({ queued: 0, running: 0, waiting: 1 });
      const [listed] = (await store().listWorkflows({ limit: 1, now: NOON })).items;
      expect(listed?.lastExecution).toMatchObject({ id, status: 'waiting' });
    });

    it('go on at once when a signal comes, of which the first counts', async () => {
      const { id } = await parked(null);
      const signal = { executionId: id, stepKey: 'map', output: '{"yes":true}' };
      expect(await store().resumeExecution(signal, NOON)).toBe('resumed');
      expect(await store().resumeExecution(signal, NOON)).toBe('repeated');
      expect(await store().resumeExecution({ ...signal, output: '1' }, NOON)).toBe('used');
      expect(await store().listSignals([id, 'another'])).toEqual([signal]);
      expect((await claimed(NOON))[0]).toMatchObject({ id, signals: [{ stepKey: 'map', output: '{"yes":true}' }] });
    });

    it('are not parked when the signal came before', async () => {
      const published = await publishedWorkflow(store());
      await store().registerInstance('one', NOON);
      const { id } = await accepted(store(), published, { owner: 'one' });
      expect(await store().resumeExecution({ executionId: id, stepKey: 'map', output: '1' }, NOON)).toBe('resumed');
      await store().parkExecution({ executionId: id, epoch: 1 }, { wakeAt: null, steps: [waiting] });
      expect((await claimed(NOON)).map((execution) => execution.id)).toEqual([id]);
    });

    it('are not parked once somebody asked to cancel them', async () => {
      const published = await publishedWorkflow(store());
      await store().registerInstance('one', NOON);
      const { id } = await accepted(store(), published, { owner: 'one' });
      expect(await store().requestCancel(id, NOON)).toBe('requested');
      await store().parkExecution({ executionId: id, epoch: 1 }, { wakeAt: null, steps: [waiting] });
      expect((await claimed(NOON)).map((execution) => execution.id)).toEqual([id]);
      expect(await store().listCancelRequests('two')).toEqual([id]);
    });

    it('are cancelled without being run again', async () => {
      const { id } = await parked();
      expect(await store().requestCancel(id, NOON)).toBe('cancelled');
      expect(await store().getExecution(id)).toMatchObject({
        status: 'cancelled',
        steps: [
          { nodeId: 'hook', status: 'succeeded' },
          { nodeId: 'map', status: 'cancelled' },
        ],
      });
      expect(await claimed(NOON + 2 * DAY_MS)).toEqual([]);
      expect(await store().resumeExecution({ executionId: id, stepKey: 'map', output: '1' }, NOON)).toBe('over');
    });

    it('take no answer once their wait is over, and none for what there is not', async () => {
      const { id } = await parked();
      const [taken] = await claimed(NOON + DAY_MS);
      const claim = { executionId: id, epoch: taken?.epoch ?? 0 };
      await store().writeStep(claim, { ...waiting, status: 'succeeded', ports: ['timed-out'] }, 'running');
      const signal = { executionId: id, stepKey: 'map', output: '1' };
      expect(await store().resumeExecution(signal, NOON)).toBe('over');
      expect(await store().resumeExecution({ ...signal, executionId: 'none' }, NOON)).toBe('missing');
    });

    it('take no room of their workflow, and keep the order of their key', async () => {
      const published = await publishedWorkflow(store());
      await store().registerInstance('one', NOON);
      const turn = { key: 'a', limit: 1 };
      const { id } = await accepted(store(), published, { owner: 'one', turn });
      await store().parkExecution({ executionId: id, epoch: 1 }, { wakeAt: NOON + DAY_MS, steps: [waiting] });
      const other = await accepted(store(), published, { turn: { key: 'b', limit: 1 } });
      const same = await accepted(store(), published, { turn });
      expect((await claimed(NOON)).map((execution) => execution.id)).toEqual([other.id]);
      await store().requestCancel(id, NOON);
      expect((await claimed(NOON)).map((execution) => execution.id)).toEqual([same.id]);
    });
  });
}
