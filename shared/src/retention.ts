import { z } from 'zod';

/** Longest time that history can be kept when it has a limit at all, in days. */
const MAX_KEPT_DAYS = 36_500;
/** Most executions of a kind that a limit by count can keep. */
const MAX_KEPT_COUNT = 10_000_000;

const days = (title: string) =>
  z.number().int().min(0).max(MAX_KEPT_DAYS).meta({ title, description: 'After they ended; 0 means for ever.' });
const count = (title: string) =>
  z.number().int().min(0).max(MAX_KEPT_COUNT).meta({ title, description: 'The newest ones; 0 means any number.' });

/**
 * How long the history of a workflow is kept, and how much of it. What exceeds either limit is removed. Filtered
 * executions count as succeeded ones, cancelled as failed ones; those that have not ended are always kept.
 */
export const retentionPolicy = z.object({
  succeededDays: days('Days that succeeded and filtered executions are kept'),
  succeededCount: count('Most succeeded and filtered executions'),
  failedDays: days('Days that failed and cancelled executions are kept'),
  failedCount: count('Most failed and cancelled executions'),
});
export type RetentionPolicy = z.infer<typeof retentionPolicy>;

const shape = retentionPolicy.shape;
/** What a workflow says for itself; null stands for what the instance says. */
export const retentionOverride = z.object({
  succeededDays: shape.succeededDays.nullable().default(null),
  succeededCount: shape.succeededCount.nullable().default(null),
  failedDays: shape.failedDays.nullable().default(null),
  failedCount: shape.failedCount.nullable().default(null),
});
export type RetentionOverride = z.infer<typeof retentionOverride>;

/** What holds for a workflow. */
export const effectiveRetention = (instance: RetentionPolicy, own: RetentionOverride): RetentionPolicy => ({
  succeededDays: own.succeededDays ?? instance.succeededDays,
  succeededCount: own.succeededCount ?? instance.succeededCount,
  failedDays: own.failedDays ?? instance.failedDays,
  failedCount: own.failedCount ?? instance.failedCount,
});

/** A policy as sentences for people. */
export function retentionInWords(policy: RetentionPolicy): string {
  const { succeededDays, succeededCount, failedDays, failedCount } = policy;
  return `Executions that succeeded or were filtered are kept ${kept(succeededDays, succeededCount)}. Those that failed or were cancelled are kept ${kept(failedDays, failedCount)}.`;
}

function kept(keptDays: number, most: number): string {
  const long = keptDays === 1 ? 'for a day' : `for ${keptDays.toLocaleString('en')} days`;
  const many = most === 1 ? 'only the newest one' : `only the newest ${most.toLocaleString('en')}`;
  if (keptDays === 0 && most === 0) return 'until their workflow is deleted';
  if (most === 0) return long;
  return keptDays === 0 ? `for ever, but ${many} of a workflow` : `${long}, but ${many} of a workflow`;
}
