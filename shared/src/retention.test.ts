import { expect, it } from 'vitest';
import { effectiveRetention, retentionInWords, retentionOverride, retentionPolicy } from './retention.ts';

const instance = { succeededDays: 30, succeededCount: 0, failedDays: 90, failedCount: 1_000 };

it('takes from the instance what a workflow leaves open', () => {
  const own = retentionOverride.parse({ succeededDays: 0, failedCount: 5 });
  expect(effectiveRetention(instance, own)).toEqual({ ...instance, succeededDays: 0, failedCount: 5 });
  expect(effectiveRetention(instance, retentionOverride.parse({}))).toEqual(instance);
});

it('says in words what is kept', () => {
  expect(retentionInWords(instance)).toBe(
    'Executions that succeeded or were filtered are kept for 30 days. Those that failed or were cancelled are kept for 90 days, but only the newest 1,000 of a workflow.',
  );
  expect(retentionInWords({ succeededDays: 1, succeededCount: 1, failedDays: 0, failedCount: 0 })).toBe(
    'Executions that succeeded or were filtered are kept for a day, but only the newest one of a workflow. Those that failed or were cancelled are kept until their workflow is deleted.',
  );
  expect(retentionInWords({ succeededDays: 0, succeededCount: 20, failedDays: 0, failedCount: 0 })).toMatch(
    /^Executions that succeeded or were filtered are kept for ever, but only the newest 20 of a workflow\./,
  );
});

it('takes whole numbers within bounds only', () => {
  for (const succeededDays of [-1, 1.5, 36_501])
    expect(retentionPolicy.safeParse({ ...instance, succeededDays }).success).toBe(false);
});
