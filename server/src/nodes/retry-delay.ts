import type { RetryPolicy } from '@millrace/shared/workflow';

/** However long the other side asks for, an execution waits no longer than this between two attempts. */
export const MAX_RETRY_DELAY_MS = 3_600_000;

// 2^22 ms are over an hour already; without a limit 0 * 2^1024 would not be a number.
const MAX_DOUBLINGS = 22;

/** What the wait before the next attempt depends on. */
export interface RetryDelayOptions {
  readonly policy: Pick<RetryPolicy, 'delayMs' | 'maxDelayMs'>;
  /** The attempt that just failed; 1 for the first one. */
  readonly attempt: number;
  /** The earliest time the other side asked for (`Retry-After`), in milliseconds since 1970. */
  readonly notBeforeMs: number | undefined;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** From 0 up to but not including 1, as `Math.random` gives it. */
  readonly random: () => number;
}

/**
 * How long to wait before the next attempt, in whole milliseconds: anything from nothing to a bound that doubles with
 * each attempt ("full jitter", so that steps that failed together do not come back together), behind the time the
 * other side asked for.
 */
export function retryDelayMs({ policy, attempt, notBeforeMs, nowMs, random }: RetryDelayOptions): number {
  const bound = Math.min(policy.maxDelayMs, policy.delayMs * 2 ** Math.min(MAX_DOUBLINGS, attempt - 1));
  const jittered = Math.round(random() * bound);
  const askedFor = Math.max(0, (notBeforeMs ?? nowMs) - nowMs);
  return Math.min(MAX_RETRY_DELAY_MS, Math.ceil(askedFor) + jittered);
}
