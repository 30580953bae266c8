import type { waitDuration, waitInstant } from '@millrace/shared/nodes/wait-limit';
import type { z } from 'zod';
import { StepFailure } from './implement.ts';

type Wait = z.output<typeof waitDuration> | z.output<typeof waitInstant>;

const UNIT_MS = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;
/** A date as ISO 8601 writes it, with a time and its zone: without one it would mean another moment on each server. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i;
/** The last moment that a date can be. */
const LAST_MS = 8.64e15;

/**
 * When a wait that begins now is over, in milliseconds since 1970.
 * @throws StepFailure when that is no moment
 */
export function waitUntil(wait: Wait, now: number, nodeName: string): number {
  if (wait.kind === 'duration') {
    const until = now + Math.ceil(Number(wait.amount) * UNIT_MS[wait.unit]);
    if (until <= LAST_MS) return until;
    throw unusable(`"${nodeName}" cannot wait for ${wait.amount} ${wait.unit}. Give it a shorter time.`);
  }
  const until =
    typeof wait.at === 'number' ? wait.at : INSTANT.test(wait.at.trim()) ? Date.parse(wait.at.trim()) : Number.NaN;
  if (Math.abs(until) <= LAST_MS) return until;
  const shown = JSON.stringify(wait.at).slice(0, 100);
  throw unusable(
    `"${nodeName}" cannot wait until ${shown}. Write it as 2026-03-31T09:00:00Z, with a time zone, or as milliseconds since 1970.`,
  );
}

const unusable = (message: string): StepFailure =>
  new StepFailure({ code: 'invalid-wait', message }, { retryable: false });
