import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { effectiveRetention, type RetentionOverride, type RetentionPolicy } from '@millrace/shared/retention';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  NOON,
  type Published,
  publishedWorkflow,
  sampleDelivery,
  sampleEnd,
  sampleExecution,
} from '../../conformance/samples.ts';
import type { Store } from '../../store.ts';
import { openSqliteStore } from '../open-sqlite-store.ts';
import { writeStepDocument } from '../step-document.ts';

const DAY_MS = 86_400_000;

/** An execution: over a delivery of its own, or as a replay of the n-th before it. */
interface Made {
  readonly workflow: 0 | 1;
  readonly createdDaysAgo: number;
  readonly ranDays: number;
  readonly status: 'succeeded' | 'filtered' | 'failed' | 'cancelled' | 'running';
  readonly replays: number | null;
}

const limit = fc.constantFrom(0, 1, 2, 5);
/** Of each execution: all are of the same size, that of its body and of what its end says. */
const BYTES = sampleDelivery('').body.byteLength + writeStepDocument([]).record.length;
/** Room for so many executions; a little less than the last one takes still leaves it out. */
const megabytes = fc.constantFrom(0, 0.5, 1, 2.9, 5).map((executions) => (executions * BYTES) / 1_000_000);
const policy: fc.Arbitrary<RetentionPolicy> = fc.record({
  succeededDays: limit,
  succeededCount: limit,
  succeededMegabytes: megabytes,
  failedDays: limit,
  failedCount: limit,
  failedMegabytes: megabytes,
});
const own: fc.Arbitrary<RetentionOverride> = fc.record({
  succeededDays: fc.option(limit),
  succeededCount: fc.option(limit),
  succeededMegabytes: fc.option(megabytes),
  failedDays: fc.option(limit),
  failedCount: fc.option(limit),
  failedMegabytes: fc.option(megabytes),
});
const made: fc.Arbitrary<Made> = fc.record({
  workflow: fc.constantFrom(0, 1),
  createdDaysAgo: fc.integer({ min: 0, max: 8 }),
  ranDays: fc.integer({ min: 0, max: 3 }),
  status: fc.constantFrom('succeeded', 'filtered', 'failed', 'cancelled', 'running'),
  replays: fc.option(fc.nat(3), { freq: 3 }),
});

interface Entry extends Made {
  readonly number: number;
  readonly id: string;
  readonly of: Entry | null;
  readonly delivery: number;
}

const isFinal = ({ status }: Entry): boolean => status !== 'running';
const endOf = ({ createdDaysAgo, ranDays }: Made): number =>
  NOON - (createdDaysAgo - Math.min(ranDays, createdDaysAgo)) * DAY_MS;
const createdAt = ({ createdDaysAgo }: Made): number => NOON - createdDaysAgo * DAY_MS;

const kindOf = ({ status }: Entry) => (status === 'succeeded' || status === 'filtered' ? 'succeeded' : 'failed');
const byAge = (one: Entry, other: Entry): number => createdAt(one) - createdAt(other) || one.number - other.number;

/** What the policy leaves, said as plainly as can be. */
function keptOf(history: readonly Entry[], policyOf: (workflow: 0 | 1) => RetentionPolicy): Set<Entry> {
  const isHeld = (entry: Entry): boolean =>
    history.some((other) => !isFinal(other) && (other.of === entry || entry.of === other));
  const limitsOf = (entry: Entry) => {
    const policy = policyOf(entry.workflow);
    return kindOf(entry) === 'succeeded'
      ? { days: policy.succeededDays, count: policy.succeededCount, megabytes: policy.succeededMegabytes }
      : { days: policy.failedDays, count: policy.failedCount, megabytes: policy.failedMegabytes };
  };
  const alike = (entry: Entry) => (other: Entry) =>
    isFinal(other) && other.workflow === entry.workflow && kindOf(other) === kindOf(entry);
  const isExpired = (entry: Entry): boolean => {
    const { days, count } = limitsOf(entry);
    const newer = history.filter(alike(entry)).filter((other) => byAge(other, entry) > 0);
    return (days > 0 && endOf(entry) < NOON - days * DAY_MS) || (count > 0 && newer.length >= count);
  };
  const kept = new Set(history.filter((entry) => !isFinal(entry) || isHeld(entry) || !isExpired(entry)));
  const isTooMuch = (entry: Entry): boolean => {
    const { megabytes: most } = limitsOf(entry);
    const others = [...kept].filter(alike(entry)).filter((other) => byAge(other, entry) >= 0);
    return most > 0 && BYTES * others.length > most * 1_000_000;
  };
  return new Set([...kept].filter((entry) => !isFinal(entry) || isHeld(entry) || !isTooMuch(entry)));
}

async function write(
  store: Store,
  published: readonly [Published, Published],
  makings: readonly Made[],
): Promise<Entry[]> {
  const history: Entry[] = [];
  const deliveries: string[] = [];
  for (const making of makings) {
    const earlier = history.filter(({ workflow }) => workflow === making.workflow);
    const of = making.replays === null ? null : (earlier.at(-1 - making.replays) ?? null);
    const workflow = published[making.workflow];
    const delivery = sampleDelivery(workflow.workflowId, { receivedAt: createdAt(making) });
    const number = of?.delivery ?? deliveries.push(delivery.id) - 1;
    const execution = sampleExecution(workflow, deliveries[number] ?? '', {
      ...{ owner: 'one', createdAt: createdAt(making) },
      ...(of !== null && { origin: { kind: 'replay', of: of.id, fromNode: null, effects: 'send-again' as const } }),
    });
    if (of === null) await store.accept(delivery, execution);
    else await store.createExecution(execution);
    if (making.status !== 'running') {
      const end = sampleEnd({ status: making.status, finishedAt: endOf(making) });
      await store.finishExecution({ executionId: execution.id, epoch: 1 }, end);
    }
    history.push({ ...making, number: history.length, id: execution.id, of, delivery: number });
  }
  // The newest delivery stays, whatever it is: this one is none of theirs.
  await store.accept(sampleDelivery(published[0].workflowId), null);
  return history;
}

it('leaves of any history what a plain reading of the policies leaves', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-histories-'));
  const store = await openSqliteStore({ file: join(folder, 'millrace.db') });
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(made, { maxLength: 16 }), policy, own, async (makings, instance, override) => {
        const published = [await publishedWorkflow(store), await publishedWorkflow(store)] as const;
        await store.setRetention(published[1].workflowId, override);
        const history = await write(store, published, makings);
        const kept = keptOf(history, (workflow) =>
          workflow === 0 ? instance : effectiveRetention(instance, override),
        );
        // What one round held because of another execution may go in the next one, so the model is of one round.
        await store.removeExpired({ policy: instance, mostBytes: 0, now: NOON }, new AbortController().signal);
        const ids = async () => {
          const lists = published.map(({ workflowId }) => store.listExecutions({ workflowId, limit: 100 }));
          return (await Promise.all(lists)).flatMap(({ items }) => items.map(({ id }) => id)).sort();
        };
        expect(await ids()).toEqual([...kept].map(({ id }) => id).sort());
        const accepted = await Promise.all(
          published.map(({ workflowId }) => store.listDeliveries({ workflowId, limit: 100 })),
        );
        const deliveries = new Set([...kept].map(({ delivery }) => delivery));
        expect(accepted.flatMap(({ items }) => items)).toHaveLength(deliveries.size + 1);
        for (const { workflowId } of published) await store.deleteWorkflow(workflowId);
      }),
      { numRuns: 60 },
    );
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
});
