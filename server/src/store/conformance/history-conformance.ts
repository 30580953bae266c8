import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ExecutionFilter } from '../history-store.ts';
import type { PageOf } from '../page.ts';
import type { Store } from '../store.ts';
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

export function historyConformance(store: StoreUnderTest): void {
  describe('history', () => {
    it('gives an execution back with its steps in order and their values', async () => {
      const published = await publishedWorkflow(store());
      const { id, deliveryId } = await accepted(store(), published, { owner: 'one', untilNode: 'map' });
      const claim = { executionId: id, epoch: 1 };
      const attempt = {
        number: 1,
        status: 'failed' as const,
        startedAt: new Date(NOON).toISOString(),
        finishedAt: null,
        error: { code: 'timeout', message: 'It took too long.' },
        retryAt: null,
      };
      const json = '{"a":"\\u00fc \u{1f600}","n":1.0}';
      await store().writeStep(
        claim,
        sampleStep('call', { status: 'running', startedAt: NOON + 2, finishedAt: null }),
        'running',
      );
      const call = sampleStep('call', {
        startedAt: NOON + 2,
        attempts: [attempt],
        logs: [{ level: 'info', text: 'done' }],
        input: { kind: 'same-as', nodeId: 'map' },
        output: { kind: 'json', json: '[1]' },
      });
      await store().writeStep(claim, call, 'running');
      await store().finishExecution(
        claim,
        sampleEnd({
          status: 'failed',
          output: { kind: 'same-as', nodeId: 'call' },
          error: { code: 'broken', message: 'It broke.', nodeId: 'last', details: { status: 500 } },
          steps: [
            sampleStep('never', {
              status: 'skipped',
              ports: [],
              startedAt: null,
              finishedAt: null,
              input: { kind: 'none' },
              output: { kind: 'none' },
            }),
            sampleStep('map', {
              startedAt: NOON + 1,
              input: { kind: 'same-as', nodeId: 'hook' },
              output: { kind: 'json', json },
            }),
            sampleStep('hook', { output: { kind: 'trigger-body' } }),
          ],
        }),
      );
      const execution = await store().getExecution(id);
      expect(execution).toMatchObject({
        id,
        deliveryId,
        workflowId: published.workflowId,
        workflowName: 'Orders',
        version: 1,
        status: 'failed',
        error: { code: 'broken', details: { status: 500 } },
        createdAt: new Date(NOON).toISOString(),
        startedAt: new Date(NOON).toISOString(),
        durationMs: 5,
        graph: sampleGraph(),
        graphId: published.graphId,
        untilNode: 'map',
        recoveries: 0,
        output: { kind: 'json', json: '[1]' },
      });
      expect(execution?.steps.map(({ nodeId }) => nodeId)).toEqual(['hook', 'map', 'call', 'never']);
      expect(execution?.steps[1]).toMatchObject({ input: { kind: 'trigger-body' }, output: { kind: 'json', json } });
      expect(execution?.steps[2]).toEqual({ ...call, input: { kind: 'json', json } });
      expect(execution?.steps[3]).toMatchObject({ status: 'skipped', input: { kind: 'none' } });
      expect(await store().getExecution(randomUUID())).toBeUndefined();
    });

    it('pages through executions of the same instant, each once', async () => {
      const published = await publishedWorkflow(store());
      const ids: string[] = [];
      for (let index = 0; index < 23; index += 1) {
        const owner = index % 3 === 0 ? null : 'one';
        const { id } = await accepted(store(), published, { owner, createdAt: NOON + Math.floor(index / 6) });
        if (index % 3 === 1) await store().finishExecution({ executionId: id, epoch: 1 }, sampleEnd());
        ids.unshift(id);
      }
      expect(await all(store(), { limit: 5 })).toEqual(ids);
      expect(await all(store(), { limit: 23 })).toEqual(ids);
      expect((await store().listExecutions({ limit: 23 })).nextCursor).toBeNull();
      const byStatus = await all(store(), { limit: 4, status: ['queued', 'succeeded'] });
      expect(byStatus).toHaveLength(16);
      expect(byStatus).toEqual(ids.filter((id) => byStatus.includes(id)));
    });

    it('filters executions', async () => {
      const [one, other] = [await publishedWorkflow(store()), await publishedWorkflow(store())];
      const early = await accepted(store(), one, { createdAt: NOON });
      const late = await accepted(store(), one, { createdAt: NOON + 10, owner: 'one' });
      const foreign = await accepted(store(), other, { createdAt: NOON + 5 });
      const replay = sampleExecution(one, early.deliveryId, { createdAt: NOON + 20 });
      await store().createExecution(replay);
      const ids = (filter: Omit<ExecutionFilter, 'limit'>) => all(store(), { limit: 1, ...filter });
      expect(await ids({ workflowId: one.workflowId })).toEqual([replay.id, late.id, early.id]);
      expect(await ids({ workflowId: one.workflowId, status: ['running'] })).toEqual([late.id]);
      expect(await ids({ workflowId: randomUUID() })).toEqual([]);
      expect(await ids({ deliveryId: early.deliveryId })).toEqual([replay.id, early.id]);
      expect(await ids({ from: NOON + 5, to: NOON + 20 })).toEqual([late.id, foreign.id]);
      expect(await ids({ status: [] })).toEqual([]);
    });

    it('searches by the start of an id and by the error', async () => {
      const published = await publishedWorkflow(store());
      const found: string[] = [];
      for (let index = 0; index < 6; index += 1) {
        const { id } = await accepted(store(), published, { owner: 'one', createdAt: NOON + index });
        const message = index % 2 === 0 ? 'Connection Refused by crm.example' : 'Something else';
        const end = sampleEnd({ status: 'failed', error: { code: 'failed', message } });
        await store().finishExecution({ executionId: id, epoch: 1 }, end);
        if (index % 2 === 0) found.unshift(id);
      }
      expect(await all(store(), { limit: 2, q: 'connection refused' })).toEqual(found);
      expect(await all(store(), { limit: 2, q: 'refused', workflowId: published.workflowId, to: NOON + 4 })).toEqual(
        found.slice(1),
      );
      expect(await all(store(), { limit: 2, q: 'refused', status: ['succeeded'] })).toEqual([]);
      const [first] = found;
      expect(await all(store(), { limit: 2, q: first?.slice(0, 13).toUpperCase() })).toEqual([first]);
    });

    it('lists deliveries with the newest execution over each', async () => {
      const published = await publishedWorkflow(store());
      const first = await accepted(store(), published, { createdAt: NOON });
      const replay = sampleExecution(published, first.deliveryId, { createdAt: NOON + 9 });
      await store().createExecution(replay);
      const refused = sampleDelivery(published.workflowId, {
        outcome: 'unverified',
        status: 401,
        reason: 'The signature is wrong.',
        receivedAt: NOON,
      });
      await store().refuse(refused);
      const page = await store().listDeliveries({ limit: 1 });
      expect(page.items).toEqual([
        {
          id: refused.id,
          workflowId: published.workflowId,
          workflowName: 'Orders',
          outcome: 'unverified',
          status: 401,
          reason: 'The signature is wrong.',
          method: 'POST',
          path: '',
          contentType: 'application/json',
          sizeBytes: 15,
          receivedAt: new Date(NOON).toISOString(),
          executionId: null,
          test: false,
        },
      ]);
      const next = await store().listDeliveries({ limit: 1, cursor: page.nextCursor ?? '' });
      expect(next.items).toMatchObject([{ id: first.deliveryId, executionId: replay.id }]);
      expect(next.nextCursor).toBeNull();
      expect((await store().listDeliveries({ limit: 5, outcome: ['unverified', 'stale'] })).items).toHaveLength(1);
      expect((await store().listDeliveries({ limit: 5, from: NOON + 1 })).items).toEqual([]);
      expect(page.searched).toBeNull();
      expect((await store().getDelivery(first.deliveryId))?.executionIds).toEqual([replay.id, first.id]);
    });
  });
}

/** The ids of every page, one behind the other. */
async function all(store: Store, filter: ExecutionFilter): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page: PageOf<{ id: string }> = await store.listExecutions({ ...filter, cursor });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return ids;
}
