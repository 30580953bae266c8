import { retryKindOf } from '@millrace/shared/retry-kind';
import type { StepFailure } from '../nodes/implement.ts';
import { retryDelayMs } from '../nodes/retry-delay.ts';
import type { StepState } from './step-state.ts';

/** When a step that failed is tried again, in milliseconds since 1970; undefined when it is not. */
export function nextAttemptAt(
  step: StepState,
  { retryable, retryNotBefore, failure }: StepFailure,
  now: number,
): number | undefined {
  const policy = step.node.settings.retry;
  // An attempt that a crash has cut off does not count against the policy.
  const attempt = step.attemptsBegun - step.unknownAttempts;
  if (!retryable || !policy.on.includes(retryKindOf(failure.code)) || attempt >= policy.attempts) return undefined;
  return now + retryDelayMs({ policy, attempt, notBeforeMs: retryNotBefore, nowMs: now, random: Math.random });
}
