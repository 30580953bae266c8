import { expect, it } from 'vitest';
import { effectiveRetention, retentionInWords, retentionOverride, retentionPolicy } from './retention.ts';

const unsized = { succeededMegabytes: 0, failedMegabytes: 0 };
const instance = { ...unsized, succeededDays: 30, succeededCount: 0, failedDays: 90, failedCount: 1_000 };

it('takes from the instance what a workflow leaves open', () => {
  const own = retentionOverride.parse({ succeededDays: 0, failedCount: 5 });
  expect(effectiveRetention(instance, own)).toEqual({ ...instance, succeededDays: 0, failedCount: 5 });
  expect(effectiveRetention(instance, retentionOverride.parse({}))).toEqual(instance);
});

it('says in words what is kept', () => {
  expect(retentionInWords(instance)).toBe(
    'Executions that succeeded or were filtered are kept for 30 days. Those that failed or were cancelled are kept for 90 days, but only the newest 1,000 of a workflow.',
  );
  expect(retentionInWords({ ...unsized, succeededDays: 1, succeededCount: 1, failedDays: 0, failedCount: 0 })).toBe(
    'Executions that succeeded or were filtered are kept for a day, but only the newest one of a workflow. Those that failed or were cancelled are kept until their workflow is deleted.',
  );
  expect(retentionInWords({ ...unsized, succeededDays: 0, succeededCount: 20, failedDays: 0, failedCount: 0 })).toMatch(
    /^Executions that succeeded or were filtered are kept for ever, but only the newest 20 of a workflow\./,
  );
  expect(retentionInWords({ ...instance, succeededMegabytes: 500, failedMegabytes: 0.5 })).toBe(
    'Executions that succeeded or were filtered are kept for 30 days, but only what fits into 500 MB of a workflow. Those that failed or were cancelled are kept for 90 days, but only the newest 1,000 and what fits into 0.5 MB of a workflow.',
  );
});

it('takes whole numbers within bounds only', () => {
  for (const succeededDays of [-1, 1.5, 36_501])
    expect(retentionPolicy.safeParse({ ...instance, succeededDays }).success).toBe(false);
});
