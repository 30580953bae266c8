import { z } from 'zod';

/** Longest time that history can be kept when it has a limit at all, in days. */
const MAX_KEPT_DAYS = 36_500;
/** Most executions of a kind that a limit by count can keep. */
const MAX_KEPT_COUNT = 10_000_000;
/** Largest limit by size, in megabytes of a million bytes. */
const MAX_KEPT_MEGABYTES = 10_000_000;

const days = (title: string) =>
  z.number().int().min(0).max(MAX_KEPT_DAYS).meta({ title, description: 'After they ended; 0 means for ever.' });
const count = (title: string) =>
  z.number().int().min(0).max(MAX_KEPT_COUNT).meta({ title, description: 'The newest ones; 0 means any number.' });
const megabytes = (title: string) =>
  z.number().min(0).max(MAX_KEPT_MEGABYTES).meta({
    title,
    description: 'Bodies, and what the steps put out; 0 means any size.',
  });

/**
 * How long the history of a workflow is kept, and how much of it. What exceeds any of the limits is removed. Filtered
 * executions count as succeeded ones, cancelled as failed ones; those that have not ended are always kept.
 */
export const retentionPolicy = z.object({
  succeededDays: days('Days that succeeded and filtered executions are kept'),
  succeededCount: count('Most succeeded and filtered executions'),
  succeededMegabytes: megabytes('Megabytes of succeeded and filtered executions'),
  failedDays: days('Days that failed and cancelled executions are kept'),
  failedCount: count('Most failed and cancelled executions'),
  failedMegabytes: megabytes('Megabytes of failed and cancelled executions'),
});
export type RetentionPolicy = z.infer<typeof retentionPolicy>;

const shape = retentionPolicy.shape;
/** What a workflow says for itself; null stands for what the instance says. */
export const retentionOverride = z.object({
  succeededDays: shape.succeededDays.nullable().default(null),
  succeededCount: shape.succeededCount.nullable().default(null),
  succeededMegabytes: shape.succeededMegabytes.nullable().default(null),
  failedDays: shape.failedDays.nullable().default(null),
  failedCount: shape.failedCount.nullable().default(null),
  failedMegabytes: shape.failedMegabytes.nullable().default(null),
});
export type RetentionOverride = z.infer<typeof retentionOverride>;

/** What holds for a workflow. */
export const effectiveRetention = (instance: RetentionPolicy, own: RetentionOverride): RetentionPolicy => ({
  succeededDays: own.succeededDays ?? instance.succeededDays,
  succeededCount: own.succeededCount ?? instance.succeededCount,
  succeededMegabytes: own.succeededMegabytes ?? instance.succeededMegabytes,
  failedDays: own.failedDays ?? instance.failedDays,
  failedCount: own.failedCount ?? instance.failedCount,
  failedMegabytes: own.failedMegabytes ?? instance.failedMegabytes,
});

/** A policy as sentences for people. */
export function retentionInWords(policy: RetentionPolicy): string {
  const { succeededDays, succeededCount, succeededMegabytes, failedDays, failedCount, failedMegabytes } = policy;
  return `Executions that succeeded or were filtered are kept ${kept(succeededDays, succeededCount, succeededMegabytes)}. Those that failed or were cancelled are kept ${kept(failedDays, failedCount, failedMegabytes)}.`;
}

function kept(keptDays: number, most: number, megabytes: number): string {
  const number = (value: number): string => value.toLocaleString('en');
  const limits = [
    ...(most === 0 ? [] : [most === 1 ? 'the newest one' : `the newest ${number(most)}`]),
    ...(megabytes === 0 ? [] : [`what fits into ${number(megabytes)} MB`]),
  ];
  if (keptDays === 0 && limits.length === 0) return 'until their workflow is deleted';
  const long = keptDays === 0 ? 'for ever' : keptDays === 1 ? 'for a day' : `for ${number(keptDays)} days`;
  return limits.length === 0 ? long : `${long}, but only ${limits.join(' and ')} of a workflow`;
}
