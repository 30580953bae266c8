import type { FinalStatus } from '@millrace/shared/execution';
import { retentionOverride } from '@millrace/shared/retention';
import { describe, expect, it } from 'vitest';
import type { RetentionRound } from '../retention-store.ts';
import type { NewDelivery, NewExecution, Store } from '../store.ts';
import type { StoreUnderTest } from './conformance-suite.ts';
import {
  accepted,
  FOR_EVER,
  NOON,
  type Published,
  publishedWorkflow,
  sampleDelivery,
  sampleEnd,
  sampleExecution,
  sampleStep,
} from './samples.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MONTH = { ...FOR_EVER, succeededDays: 30, failedDays: 90 };

const removeExpired = (store: Store, round: Partial<RetentionRound> = {}) =>
  store.removeExpired({ policy: MONTH, mostBytes: 0, now: NOON, ...round }, new AbortController().signal);

/** An execution that was accepted so many days ago and ended at once. */
const ended = async (store: Store, published: Published, daysAgo: number, status: FinalStatus = 'succeeded') => {
  const at = NOON - daysAgo * DAY_MS;
  const made = await accepted(store, published, { owner: 'one', createdAt: at });
  await store.finishExecution({ executionId: made.id, epoch: 1 }, sampleEnd({ status, finishedAt: at }));
  return made;
};

/** The newest delivery always stays; with this one behind the others, that is not one of theirs. */
const newest = (store: Store, published: Published) => accepted(store, published, { createdAt: NOON });

const isKept = async (store: Store, ids: { id: string; deliveryId: string }): Promise<[boolean, boolean]> => [
  (await store.getExecution(ids.id)) !== undefined,
  (await store.getDelivery(ids.deliveryId)) !== undefined,
];

export function retentionConformance(store: StoreUnderTest): void {
  describe('retention', () => {
    it('removes what ended longer ago than its kind is kept, with its delivery', async () => {
      const published = await publishedWorkflow(store());
      const of = (daysAgo: number, status: FinalStatus) => ended(store(), published, daysAgo, status);
      const gone = [
        await of(31, 'succeeded'),
        await of(31, 'filtered'),
        await of(91, 'failed'),
        await of(91, 'cancelled'),
      ];
      const kept = [
        await of(29, 'succeeded'),
        await of(29, 'filtered'),
        await of(89, 'failed'),
        await of(89, 'cancelled'),
      ];
      await newest(store(), published);
      expect(await removeExpired(store())).toEqual({ executions: 4, deliveries: 4 });
      for (const ids of gone) expect(await isKept(store(), ids)).toEqual([false, false]);
      for (const ids of kept) expect(await isKept(store(), ids)).toEqual([true, true]);
      expect(await removeExpired(store())).toEqual({ executions: 0, deliveries: 0 });
    });

    it('removes all but the newest of each kind where their number is limited', async () => {
      const published = await publishedWorkflow(store());
      const made: { id: string; deliveryId: string; name: string }[] = [];
      for (const [daysAgo, status] of [
        [6, 'succeeded'],
        [5, 'failed'],
        [4, 'filtered'],
        [3, 'succeeded'],
        [2, 'cancelled'],
        [1, 'failed'],
      ] as const)
        made.push({ ...(await ended(store(), published, daysAgo, status)), name: `${status} ${daysAgo}` });
      await newest(store(), published);
      await removeExpired(store(), { policy: { ...FOR_EVER, succeededCount: 2, failedCount: 1 } });
      const kept = [];
      for (const ids of made) if ((await isKept(store(), ids))[0]) kept.push(ids.name);
      expect(kept).toEqual(['filtered 4', 'succeeded 3', 'failed 1']);
    });

    it('goes by what a workflow says for itself, and by the instance in the rest', async () => {
      const [own, other] = [await publishedWorkflow(store()), await publishedWorkflow(store())];
      const override = { ...retentionOverride.parse({}), succeededDays: 7, failedCount: 1, failedMegabytes: 0.5 };
      expect(await store().getRetention(own.workflowId)).toEqual(retentionOverride.parse({}));
      expect(await store().setRetention(own.workflowId, override)).toBe(true);
      expect(await store().getRetention(own.workflowId)).toEqual(override);
      expect(await store().getRetention(other.workflowId)).toEqual(retentionOverride.parse({}));
      expect(await store().setRetention(sampleDelivery('').id, override)).toBe(false);
      expect(await store().getRetention(sampleDelivery('').id)).toBeUndefined();

      const [shorter, usual] = [await ended(store(), own, 8), await ended(store(), other, 8)];
      const failed = [await ended(store(), own, 3, 'failed'), await ended(store(), own, 2, 'failed')];
      await newest(store(), other);
      await removeExpired(store());
      expect(await isKept(store(), shorter)).toEqual([false, false]);
      expect(await isKept(store(), usual)).toEqual([true, true]);
      expect((await Promise.all(failed.map((ids) => isKept(store(), ids)))).map(([kept]) => kept)).toEqual([
        false,
        true,
      ]);
      expect(await store().deleteWorkflow(own.workflowId)).toBe(true);
      expect(await store().getRetention(own.workflowId)).toBeUndefined();
    });

    it('never removes what has not ended, however old or large it is', async () => {
      const published = await publishedWorkflow(store());
      const createdAt = NOON - 900 * DAY_MS;
      const queued = await accepted(store(), published, { createdAt });
      const running = await accepted(store(), published, { createdAt, owner: 'one' });
      const waiting = await accepted(store(), published, { createdAt, owner: 'one' });
      await store().writeStep(
        { executionId: waiting.id, epoch: 1 },
        sampleStep('map', { status: 'waiting' }),
        'waiting',
      );
      const parked = await accepted(store(), published, { createdAt, owner: 'one' });
      const step = sampleStep('map', { status: 'waiting', wait: { until: null, port: 'out' } });
      await store().parkExecution({ executionId: parked.id, epoch: 1 }, { wakeAt: null, steps: [step] });
      await newest(store(), published);
      const policy = {
        ...FOR_EVER,
        succeededDays: 1,
        succeededCount: 1,
        succeededMegabytes: 1e-6,
        failedDays: 1,
        failedCount: 1,
      };
      expect(await removeExpired(store(), { policy, mostBytes: 1 })).toEqual({ executions: 0, deliveries: 0 });
      for (const ids of [queued, running, waiting, parked]) expect(await isKept(store(), ids)).toEqual([true, true]);
      expect((await store().getExecution(waiting.id))?.steps).toHaveLength(1);
      expect((await store().measure()).executions.unfinished).toBe(5);
    });

    it('counts the age of an execution from its end', async () => {
      const published = await publishedWorkflow(store());
      const long = await accepted(store(), published, { owner: 'one', createdAt: NOON - 40 * DAY_MS });
      await newest(store(), published);
      await store().finishExecution({ executionId: long.id, epoch: 1 }, sampleEnd({ finishedAt: NOON - DAY_MS }));
      await removeExpired(store());
      expect(await isKept(store(), long)).toEqual([true, true]);
      await removeExpired(store(), { now: NOON + 30 * DAY_MS });
      expect(await isKept(store(), long)).toEqual([false, false]);
    });

    it('keeps a delivery as long as something that ran on it is kept', async () => {
      const published = await publishedWorkflow(store());
      const first = await ended(store(), published, 40);
      const replay = (change: Partial<NewExecution>): NewExecution =>
        sampleExecution(published, first.deliveryId, {
          origin: { kind: 'replay', of: first.id, fromNode: null, effects: 'send-again' },
          createdAt: NOON - 40 * DAY_MS,
          ...change,
        });
      const failed = replay({ owner: 'one' });
      await store().createExecution(failed);
      const end = sampleEnd({ status: 'failed', finishedAt: NOON - 40 * DAY_MS });
      await store().finishExecution({ executionId: failed.id, epoch: 1 }, end);
      await newest(store(), published);
      expect(await removeExpired(store())).toEqual({ executions: 1, deliveries: 0 });
      expect(await store().getDelivery(first.deliveryId)).toMatchObject({ executionIds: [failed.id] });
      expect(await removeExpired(store(), { now: NOON + 60 * DAY_MS })).toEqual({ executions: 1, deliveries: 1 });
    });

    it('keeps what a replay that has not ended comes from', async () => {
      const published = await publishedWorkflow(store());
      const first = await ended(store(), published, 40);
      const replay = sampleExecution(published, first.deliveryId, {
        origin: { kind: 'replay', of: first.id, fromNode: 'map', effects: 'send-again' },
        reusedSteps: [sampleStep('hook', { reused: true, output: { kind: 'json', json: '{"kept":true}' } })],
      });
      await store().createExecution(replay);
      await newest(store(), published);
      expect(await removeExpired(store())).toEqual({ executions: 0, deliveries: 0 });
      await store().claimExecution('one', replay.id, NOON);
      await store().parkExecution({ executionId: replay.id, epoch: 1 }, { wakeAt: null, steps: [] });
      expect(await removeExpired(store())).toEqual({ executions: 0, deliveries: 0 });
      await store().requestCancel(replay.id, NOON);
      expect(await removeExpired(store())).toEqual({ executions: 1, deliveries: 0 });
      expect((await store().getExecution(replay.id))?.steps).toMatchObject([{ nodeId: 'hook', reused: true }]);
    });

    it('removes deliveries on which nothing ran', async () => {
      const published = await publishedWorkflow(store());
      const receivedAt = NOON - 40 * DAY_MS;
      const kept = async (change: Partial<NewDelivery>) => {
        const delivery = sampleDelivery(published.workflowId, { receivedAt, ...change });
        if (delivery.outcome === 'accepted' || delivery.outcome === 'quarantined') await store().accept(delivery, null);
        else await store().refuse(delivery);
        return delivery.id;
      };
      const old = await kept({});
      const young = await kept({ receivedAt: NOON - 20 * DAY_MS });
      const refused = await kept({ outcome: 'unverified', status: 401 });
      const quarantined = await kept({ outcome: 'quarantined' });
      await newest(store(), published);
      const left = async () => {
        const found = await Promise.all([old, young, refused, quarantined].map((id) => store().getDelivery(id)));
        return found.map((delivery) => delivery !== undefined);
      };
      await removeExpired(store());
      expect(await left()).toEqual([false, true, true, true]);
      await removeExpired(store(), { now: NOON + 51 * DAY_MS });
      expect(await left()).toEqual([false, false, false, false]);
    });

    it('knows a repeated event again after it was removed, for as long as its key lives', async () => {
      const published = await publishedWorkflow(store());
      const send = async (receivedAt: number, change: Partial<NewDelivery> = {}) => {
        const delivery = sampleDelivery(published.workflowId, { receivedAt, ...change });
        const execution = sampleExecution(published, delivery.id, { owner: 'one', createdAt: receivedAt });
        const first = await store().accept(delivery, execution, { value: 'event-1', lifetimeMs: 30 * DAY_MS });
        return { first, deliveryId: delivery.id, executionId: execution.id };
      };
      const { deliveryId, executionId } = await send(NOON);
      await store().finishExecution({ executionId, epoch: 1 }, sampleEnd({ finishedAt: NOON }));
      await newest(store(), published);
      const policy = { ...FOR_EVER, succeededDays: 1 };
      expect(await removeExpired(store(), { policy, now: NOON + 2 * DAY_MS })).toEqual({
        executions: 1,
        deliveries: 1,
      });
      expect(await store().getDelivery(deliveryId)).toBeUndefined();
      const answer = { deliveryId, executionId, status: 200 };
      expect((await send(NOON + 3 * DAY_MS)).first).toEqual({ ...answer, sameBody: true });
      const otherBody = await send(NOON + 4 * DAY_MS, { body: Buffer.from('{"amount":9999}') });
      expect(otherBody.first).toEqual({ ...answer, sameBody: false });

      await removeExpired(store(), { policy: FOR_EVER, now: NOON + 31 * DAY_MS });
      const again = await send(NOON + 31 * DAY_MS);
      expect(again.first).toBeUndefined();
      expect(await store().getExecution(again.executionId)).toBeDefined();
    });

    it('removes of each workflow and kind the oldest until the rest fits, and no more', async () => {
      const [one, other] = [await publishedWorkflow(store()), await publishedWorkflow(store())];
      const body = Buffer.alloc(100_000, 1);
      const sized = async (published: Published, daysAgo: number, status: FinalStatus | null) => {
        const at = NOON - daysAgo * DAY_MS;
        const delivery = sampleDelivery(published.workflowId, { body, receivedAt: at });
        const execution = sampleExecution(published, delivery.id, { owner: 'one', createdAt: at });
        await store().accept(delivery, execution);
        if (status !== null)
          await store().finishExecution({ executionId: execution.id, epoch: 1 }, sampleEnd({ status, finishedAt: at }));
        return execution.id;
      };
      const unfinished = await sized(one, 20, null);
      const ids: string[] = [];
      for (let daysAgo = 12; daysAgo > 0; daysAgo -= 1)
        ids.push(
          await sized(one, daysAgo, daysAgo % 2 === 0 ? 'succeeded' : daysAgo % 4 === 1 ? 'failed' : 'filtered'),
        );
      const untouched = [await sized(other, 12, 'succeeded'), await sized(other, 11, 'failed')];
      await newest(store(), other);
      const override = { ...retentionOverride.parse({}), succeededMegabytes: 0.45, failedMegabytes: 0.25 };
      await store().setRetention(one.workflowId, override);
      // Nine that succeeded or were filtered, of which four fit; three that failed, of which two do.
      expect(await removeExpired(store(), { policy: FOR_EVER })).toEqual({ executions: 6, deliveries: 6 });
      const kept = await Promise.all(ids.map(async (id) => (await store().getExecution(id)) !== undefined));
      const daysKept = ids.flatMap((_, index) => (kept[index] ? [12 - index] : []));
      expect(daysKept).toEqual([6, 5, 4, 3, 2, 1]);
      for (const id of [unfinished, ...untouched]) expect(await store().getExecution(id)).toBeDefined();
      expect(await removeExpired(store(), { policy: FOR_EVER })).toEqual({ executions: 0, deliveries: 0 });

      // What succeeded goes by the instance where the workflow leaves it open.
      await store().setRetention(one.workflowId, retentionOverride.parse({}));
      const policy = { ...FOR_EVER, succeededMegabytes: 0.15 };
      expect(await removeExpired(store(), { policy })).toEqual({ executions: 3, deliveries: 3 });
    });

    it('removes the oldest until what is kept fits', async () => {
      const [one, other] = [await publishedWorkflow(store()), await publishedWorkflow(store())];
      const body = Buffer.alloc(100_000, 1);
      const made = [];
      for (let daysAgo = 20; daysAgo > 0; daysAgo -= 1) {
        const at = NOON - daysAgo * DAY_MS;
        const published = daysAgo % 2 === 0 ? one : other;
        const delivery = sampleDelivery(published.workflowId, { body, receivedAt: at });
        const execution = sampleExecution(published, delivery.id, { owner: 'one', createdAt: at });
        await store().accept(delivery, execution);
        const status = daysAgo % 3 === 0 ? 'failed' : 'succeeded';
        await store().finishExecution({ executionId: execution.id, epoch: 1 }, sampleEnd({ status, finishedAt: at }));
        made.push({ id: execution.id, deliveryId: delivery.id });
      }
      await newest(store(), one);
      const before = await store().measure();
      expect(before).toMatchObject({ deliveries: 21, executions: { unfinished: 1 } });
      expect(before.oldestExecutionAt).toBe(NOON - 20 * DAY_MS);
      const mostBytes = before.fileBytes - before.freeBytes - 1_000_000;
      const removed = await removeExpired(store(), { policy: FOR_EVER, mostBytes });
      const after = await store().measure();
      expect(after.fileBytes - after.freeBytes).toBeLessThanOrEqual(mostBytes);
      expect(removed.executions).toBeGreaterThanOrEqual(10);
      const kept = (await Promise.all(made.map((ids) => isKept(store(), ids)))).map(([execution]) => execution);
      // All that went is older than all that stayed.
      expect(kept).toEqual([...kept].sort());
      expect(await removeExpired(store(), { policy: FOR_EVER, mostBytes })).toEqual({ executions: 0, deliveries: 0 });
    });

    it('follows a clock slowly, and forgets nothing of it', async () => {
      const advance = (now: number) => store().advanceRetentionTime(now, HOUR_MS);
      expect(await advance(NOON)).toBe(NOON);
      expect(await advance(NOON + 60_000)).toBe(NOON + 60_000);
      // Ahead by a year for a moment.
      expect(await advance(NOON + 365 * DAY_MS)).toBe(NOON + 60_000 + HOUR_MS);
      expect(await advance(NOON + 120_000)).toBe(NOON + 120_000);
      // Behind for a moment: nothing looks old then, and everything as before afterwards.
      expect(await advance(0)).toBe(0);
      expect(await advance(NOON + 180_000)).toBeGreaterThan(NOON - 2 * HOUR_MS);
      expect(await advance(NOON + 240_000)).toBe(NOON + 240_000);
    });

    it('begins to count with the newest delivery, not with a clock that may be wrong', async () => {
      const published = await publishedWorkflow(store());
      await newest(store(), published);
      expect(await store().advanceRetentionTime(NOON + 365 * DAY_MS, HOUR_MS)).toBe(NOON + HOUR_MS);
    });

    it('ends early when it is told to', async () => {
      const published = await publishedWorkflow(store());
      await ended(store(), published, 100);
      await newest(store(), published);
      const round = { policy: MONTH, mostBytes: 0, now: NOON };
      expect(await store().removeExpired(round, AbortSignal.abort())).toEqual({ executions: 0, deliveries: 0 });
    });
  });
}
