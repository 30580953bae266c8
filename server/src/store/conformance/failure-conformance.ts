import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FinishedExecution, FollowUp, NewExecution, Store } from '../store.ts';
import {
  accepted,
  createdWorkflow,
  NOON,
  type Published,
  publishedWorkflow,
  sampleDelivery,
  sampleEnd,
  sampleExecution,
} from './samples.ts';

const failed = (change: Partial<FinishedExecution> = {}): FinishedExecution =>
  sampleEnd({ status: 'failed', error: { code: 'broken', message: 'It broke.' }, ...change });

const retryOf = (
  published: Published,
  { id, deliveryId }: { id: string; deliveryId: string },
  change: Partial<NewExecution> = {},
): Extract<FollowUp, { kind: 'retry' }> => ({
  kind: 'retry',
  execution: sampleExecution(published, deliveryId, {
    origin: { kind: 'retry', of: id, attempt: 2, effects: 'reuse' },
    createdAt: NOON + 5,
    ...change,
  }),
});

const handOver = (workflowId: string, of: string): Extract<FollowUp, { kind: 'hand-over' }> => ({
  ...{ kind: 'hand-over', executionId: randomUUID(), of },
  delivery: sampleDelivery(workflowId, { receivedAt: NOON + 5, body: Buffer.from('{"error":1}') }),
});

const claim = async (store: Store, now = NOON + 10) =>
  (await store.claimExecutions('one', 10, 0, now)).map(({ id, epoch, origin }) => ({ id, epoch, origin }));
const unresolved = async (store: Store, workflowId?: string) =>
  (await store.listExecutions({ limit: 10, unresolved: true, workflowId })).items.map(({ id }) => id);
const finish = (store: Store, id: string, end: FinishedExecution) =>
  store.finishExecution({ executionId: id, epoch: 1 }, end);

/** What is done about failures: what comes of them, and which ones nobody dealt with. */
export function failureConformance(store: () => Store): void {
  const fail = async (published: Published, end = failed()) => {
    const execution = await accepted(store(), published, { owner: 'one' });
    expect(await finish(store(), execution.id, end)).toBe(true);
    return execution;
  };
  const replay = async (published: Published, { id, deliveryId }: { id: string; deliveryId: string }) => {
    const origin = { kind: 'replay', of: id, fromNode: null, effects: 'send-again' } as const;
    const execution = sampleExecution(published, deliveryId, { origin, owner: 'one', createdAt: NOON + 5 });
    await store().createExecution(execution);
    return execution.id;
  };

  describe('what comes of a failure', () => {
    it('is kept with it, and not a second time', async () => {
      const published = await publishedWorkflow(store());
      const execution = await accepted(store(), published, { owner: 'one' });
      const followUp = retryOf(published, execution);
      const end = failed({ followUp });
      expect(await finish(store(), execution.id, end)).toBe(true);
      // As after a write whose outcome was lost.
      expect(await finish(store(), execution.id, end)).toBe(false);
      const { id, origin } = followUp.execution;
      expect(await claim(store())).toEqual([{ id, epoch: 1, origin }]);
      expect(await store().listFollowUps(execution.id)).toMatchObject([{ id, origin, status: 'running' }]);
    });

    it('is kept when beginning and end are written together', async () => {
      const published = await publishedWorkflow(store());
      const handler = await publishedWorkflow(store());
      const delivery = sampleDelivery(published.workflowId);
      const execution = sampleExecution(published, delivery.id, { owner: 'one' });
      const followUp = handOver(handler.workflowId, execution.id);
      const accepting = store().accept(delivery, execution);
      expect(await finish(store(), execution.id, failed({ followUp }))).toBe(true);
      await accepting;
      expect(await unresolved(store())).toEqual([execution.id]);
      expect(await claim(store())).toMatchObject([{ id: followUp.executionId, origin: { kind: 'failure' } }]);
    });

    it('starts no earlier than it may, and in its turn', async () => {
      const published = await publishedWorkflow(store());
      const turn = { key: 'a', limit: null };
      const first = await accepted(store(), published, { owner: 'one', turn });
      const second = await accepted(store(), published, { owner: 'one', turn });
      const followUp = retryOf(published, first, { notBefore: NOON + 100 });
      await finish(store(), first.id, failed({ followUp }));
      const later = await accepted(store(), published, { owner: 'one', turn });
      expect(await claim(store())).toMatchObject([{ id: second.id }]);
      const retry = await store().getExecutionSummary(followUp.execution.id);
      expect(retry).toMatchObject({ status: 'queued', notBefore: new Date(NOON + 100).toISOString() });
      // Its time comes while another one of its key runs.
      expect(await claim(store(), NOON + 100)).toEqual([]);
      await finish(store(), second.id, sampleEnd());
      expect(await claim(store(), NOON + 100)).toMatchObject([{ id: followUp.execution.id }]);
      await finish(store(), followUp.execution.id, sampleEnd());
      expect(await claim(store(), NOON + 100)).toMatchObject([{ id: later.id }]);
    });

    it('waits while its workflow is paused, and can be cancelled', async () => {
      const published = await publishedWorkflow(store());
      const execution = await accepted(store(), published, { owner: 'one' });
      const followUp = retryOf(published, execution, { notBefore: NOON + 1 });
      await store().setPaused(published.workflowId, true, NOON);
      await finish(store(), execution.id, failed({ followUp }));
      expect(await claim(store(), NOON + 10)).toEqual([]);
      expect(await store().requestCancel(followUp.execution.id, NOON)).toBe('cancelled');
      await store().setPaused(published.workflowId, false, NOON);
      expect(await claim(store(), NOON + 10)).toEqual([]);
    });

    it('goes to the published version of another workflow, over a delivery of its own', async () => {
      const published = await publishedWorkflow(store());
      const handler = await publishedWorkflow(store());
      const execution = await accepted(store(), published, { owner: 'one' });
      const followUp = handOver(handler.workflowId, execution.id);
      await finish(store(), execution.id, failed({ followUp }));
      const [claimed] = await store().claimExecutions('one', 10, 0, NOON);
      expect(claimed).toMatchObject({
        ...{ id: followUp.executionId, workflowId: handler.workflowId, version: 1, graphId: handler.graphId },
        origin: { kind: 'failure', of: execution.id },
      });
      expect(Buffer.from(claimed?.delivery.body ?? []).toString()).toBe('{"error":1}');
    });

    it('is nothing where that workflow is the same or is gone, and the delivery alone where nothing is published', async () => {
      const published = await publishedWorkflow(store());
      const gone = await publishedWorkflow(store());
      await store().deleteWorkflow(gone.workflowId);
      const draft = await createdWorkflow(store());
      for (const workflowId of [published.workflowId, gone.workflowId, draft.id]) {
        const execution = await accepted(store(), published, { owner: 'one' });
        const followUp = handOver(workflowId, execution.id);
        expect(await finish(store(), execution.id, failed({ followUp }))).toBe(true);
        expect(await claim(store())).toEqual([]);
        const kept = await store().getDelivery(followUp.delivery.id);
        expect(kept?.executionIds).toEqual(workflowId === draft.id ? [] : undefined);
      }
    });

    it('ends also with the failure of what a workflow calls that handles one', async () => {
      const [one, other] = [await publishedWorkflow(store()), await publishedWorkflow(store())];
      const execution = await accepted(store(), one, { owner: 'one' });
      const handling = handOver(other.workflowId, execution.id);
      await finish(store(), execution.id, failed({ followUp: handling }));
      await claim(store());
      const call = (stepKey: string | null) =>
        accepted(store(), one, { owner: 'one', origin: { kind: 'call', of: handling.executionId, stepKey } });
      const [awaited, forgotten] = [await call('step'), await call(null)];
      await finish(store(), awaited.id, failed({ followUp: handOver(other.workflowId, awaited.id) }));
      await finish(store(), forgotten.id, failed({ followUp: handOver(other.workflowId, forgotten.id) }));
      expect(await claim(store())).toEqual([]);
      // Whoever waits for the end of a call has its failure as its own.
      expect(await unresolved(store())).toEqual([forgotten.id, execution.id]);
    });

    it('ends with the failure of what handles a failure, also of its replays and retries', async () => {
      const [one, other] = [await publishedWorkflow(store()), await publishedWorkflow(store())];
      const execution = await accepted(store(), one, { owner: 'one' });
      const first = handOver(other.workflowId, execution.id);
      await finish(store(), execution.id, failed({ followUp: first }));
      await claim(store());
      const handling = { id: first.executionId, deliveryId: first.delivery.id };
      const retry = retryOf(other, handling);
      await finish(store(), handling.id, failed({ followUp: retry }));
      await claim(store());
      await finish(store(), retry.execution.id, failed({ followUp: handOver(one.workflowId, retry.execution.id) }));
      const replayed = await replay(other, { ...handling, id: retry.execution.id });
      await finish(store(), replayed, failed({ followUp: handOver(one.workflowId, replayed) }));
      expect(await claim(store())).toEqual([]);
      expect(await unresolved(store())).toEqual([replayed, execution.id]);
    });
  });

  describe('unresolved failures', () => {
    it('are those of deliveries, not of tests, and not what was cancelled or is retried', async () => {
      const published = await publishedWorkflow(store());
      const { id } = await fail(published);
      const test = await accepted(store(), published, { owner: 'one', origin: { kind: 'test' } });
      await finish(store(), test.id, failed());
      const cancelled = await accepted(store(), published, { owner: 'one' });
      await finish(store(), cancelled.id, sampleEnd({ status: 'cancelled' }));
      const retried = await accepted(store(), published, { owner: 'one' });
      const followUp = retryOf(published, retried);
      await finish(store(), retried.id, failed({ followUp }));
      expect(await unresolved(store())).toEqual([id]);
      await claim(store());
      await finish(store(), followUp.execution.id, failed());
      expect(await unresolved(store())).toEqual([followUp.execution.id, id]);
    });

    it('are gone once a later execution over the delivery succeeded, and stand where the last one failed', async () => {
      const published = await publishedWorkflow(store());
      const first = await fail(published);
      const second = await replay(published, first);
      expect(await unresolved(store())).toEqual([first.id]);
      await finish(store(), second, failed());
      expect(await unresolved(store())).toEqual([second]);
      const [third, fourth] = [await replay(published, first), await replay(published, first)];
      await finish(store(), fourth, sampleEnd({ status: 'filtered' }));
      expect(await unresolved(store())).toEqual([]);
      await finish(store(), third, failed());
      expect(await unresolved(store())).toEqual([]);
    });

    it('can be dismissed and put back', async () => {
      const published = await publishedWorkflow(store());
      const { id } = await fail(published);
      expect(await store().setDismissed(id, false)).toBe(true);
      expect(await store().setDismissed(id, true)).toBe(true);
      expect(await unresolved(store())).toEqual([]);
      expect(await store().setDismissed(id, true)).toBe(true);
      expect(await store().setDismissed(id, false)).toBe(true);
      expect(await unresolved(store())).toEqual([id]);
      const succeeded = await accepted(store(), published, { owner: 'one' });
      await finish(store(), succeeded.id, sampleEnd());
      expect(await store().setDismissed(succeeded.id, true)).toBe(false);
      expect(await store().setDismissed(randomUUID(), true)).toBe(false);
    });

    it('are counted by workflow, and listed with the other filters, oldest first where asked', async () => {
      const [one, other] = [await publishedWorkflow(store()), await publishedWorkflow(store())];
      const executions: string[] = [];
      for (let at = 0; at < 3; at++) {
        const { id } = await accepted(store(), one, { owner: 'one', createdAt: NOON + at });
        await finish(store(), id, failed({ error: { code: 'x', message: `Broken ${at}` } }));
        executions.push(id);
      }
      const { id: ofOther } = await fail(other);
      await fail(other);
      await store().setDismissed(ofOther, true);
      expect(await store().countUnresolved()).toEqual([
        { workflowId: one.workflowId, workflowName: 'Orders', count: 3, oldestAt: NOON, newestAt: NOON + 2 },
        { workflowId: other.workflowId, workflowName: 'Orders', count: 1, oldestAt: NOON, newestAt: NOON },
      ]);
      const filter = { workflowId: one.workflowId, unresolved: true, order: 'oldest', limit: 2 } as const;
      const idsOf = (page: { items: readonly { id: string }[] }) => page.items.map(({ id }) => id);
      const first = await store().listExecutions(filter);
      expect(idsOf(first)).toEqual(executions.slice(0, 2));
      const rest = await store().listExecutions({ ...filter, cursor: first.nextCursor ?? '' });
      expect([idsOf(rest), rest.nextCursor]).toEqual([executions.slice(2), null]);
      expect(idsOf(await store().listExecutions({ ...filter, q: 'broken 1' }))).toEqual([executions[1]]);
      expect(idsOf(await store().listExecutions({ ...filter, q: executions[2] }))).toEqual([executions[2]]);
      expect(idsOf(await store().listExecutions({ ...filter, from: NOON + 1, to: NOON + 2 }))).toEqual([executions[1]]);
      expect(idsOf(await store().listExecutions({ ...filter, status: ['succeeded'] }))).toEqual([]);
      expect(idsOf(await store().listExecutions({ limit: 10, status: ['failed'] }))).toHaveLength(5);
    });
  });
}
