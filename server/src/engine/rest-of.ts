import type { StepState } from './step-state.ts';

/** What waits no longer than this stays in memory, in milliseconds. */
const SHORT_WAIT_MS = 2_000;

export type Rest =
  /** Nothing of it is needed before `wakeAt`, in milliseconds since 1970; null: before a signal comes. */
  | { readonly kind: 'park'; readonly wakeAt: number | null }
  /** To be looked at again then, unless something happens before. */
  | { readonly kind: 'stay'; readonly lookAgainInMs: number | null }
  /** As what could be let go of, were it not for the sender that waits for its answer. */
  | { readonly kind: 'stay-for-sender'; readonly lookAgainInMs: number };

/**
 * Whether a process can let go of an execution: every branch that is not over waits for long, and no sender waits for its
 * answer. Pure.
 * @param senderLeavesInMs how long the sender still waits; not above 0 when it does not
 */
export function restOf(
  steps: readonly Pick<StepState, 'status' | 'wakeAt' | 'isBusy'>[],
  { now, senderLeavesInMs }: { readonly now: number; readonly senderLeavesInMs: number },
): Rest {
  const waiting = steps.filter(({ status }) => status === 'waiting');
  const isBusy = waiting.length === 0 || steps.some(({ isBusy }) => isBusy);
  const wakeAt = Math.min(...waiting.map((step) => step.wakeAt ?? Number.POSITIVE_INFINITY));
  if (isBusy) return { kind: 'stay', lookAgainInMs: null };
  if (wakeAt - now <= SHORT_WAIT_MS) return { kind: 'stay', lookAgainInMs: Math.max(0, wakeAt - now) };
  if (senderLeavesInMs > 0) return { kind: 'stay-for-sender', lookAgainInMs: senderLeavesInMs };
  return { kind: 'park', wakeAt: Number.isFinite(wakeAt) ? wakeAt : null };
}
