import type { Limits } from '@millrace/shared/intake/limits';
import type { RateLimit } from './rate-limit.ts';
import type { Refusal } from './refusal-by-head.ts';

/**
 * To be asked only of what is proven: else whoever knows the URL could use up what a workflow takes, and its own sender
 * would be told to come again.
 */
export function refusalByRate(
  workflowId: string,
  { requestsPerMinute }: Limits,
  now: number,
  rateLimit: RateLimit,
): Refusal | undefined {
  if (requestsPerMinute === undefined) return undefined;
  const waitSeconds = rateLimit.take(workflowId, requestsPerMinute, now);
  if (waitSeconds === 0) return undefined;
  return {
    outcome: 'rate-limited',
    status: 429,
    reason: `More than ${requestsPerMinute} requests a minute came; this one was told to come again in ${waitSeconds} s.`,
    headers: { 'retry-after': String(waitSeconds) },
  };
}
