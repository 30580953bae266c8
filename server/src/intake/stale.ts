import { refused, type VerificationResult } from './verifier.ts';

/** Whole seconds since 1970 as senders write them: no sign, no leading zero, no fraction. */
export const isUnixSeconds = (text: string): boolean => /^[1-9]\d{0,11}$/.test(text);

/** In what senders count the time since 1970. */
export type TimeUnit = 's' | 'ms';

/** Milliseconds since 1970, of a whole number of that unit; undefined for any other text. */
export const unixTime = (text: string, unit: TimeUnit): number | undefined => {
  if (unit === 's') return isUnixSeconds(text) ? Number(text) * 1_000 : undefined;
  return /^[1-9]\d{12,14}$/.test(text) ? Number(text) : undefined;
};

/**
 * Why a genuine signature is refused all the same: its time, in milliseconds since 1970, is further away from
 * `receivedAt` than `toleranceSeconds`, before or after. Undefined when it is near enough.
 */
export const staleness = (
  signedAt: number,
  receivedAt: number,
  toleranceSeconds: number,
): VerificationResult | undefined => {
  const offSeconds = Math.abs(receivedAt - signedAt) / 1_000;
  if (offSeconds <= toleranceSeconds) return undefined;
  return refused(
    'stale',
    `It was signed ${Math.round(offSeconds)} s away from this server’s time; ${toleranceSeconds} s are tolerated. Check the clock, or whether this is a replayed request.`,
  );
};
