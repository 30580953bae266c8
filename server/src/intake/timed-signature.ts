import { staleness, type TimeUnit, unixTime } from './stale.ts';
import { refused, type SignedRequest, type VerificationResult, verified } from './verifier.ts';

/** A signature and the time that it covers, each in a header of its own. */
export interface TimedSignature {
  readonly signatureHeader: string;
  readonly timestampHeader: string;
  readonly unit: TimeUnit;
  /** The bytes of the signature; undefined for a text that holds none. */
  readonly decode: (text: string) => Uint8Array | undefined;
  /** The name of the secret under which the signature fits; undefined where it fits none. */
  readonly matching: (signature: Uint8Array, timestamp: string) => string | undefined;
  /** What to say where it fits none. */
  readonly mismatch: string;
}

/** Checks the signature, and only then whether its time is near enough. */
export const verifyTimedSignature = (
  { signatureHeader, timestampHeader, unit, decode, matching, mismatch }: TimedSignature,
  toleranceSeconds: number,
  { headers, receivedAt }: SignedRequest,
): VerificationResult => {
  const given = headers.only(signatureHeader);
  if (given === undefined) return refused('unverified', `The header ${signatureHeader} is missing.`);
  const timestamp = headers.only(timestampHeader) ?? '';
  const signedAt = unixTime(timestamp, unit);
  if (signedAt === undefined) {
    const inUnit = unit === 's' ? 'whole seconds' : 'milliseconds';
    return refused('unverified', `The header ${timestampHeader} holds no time in ${inUnit}.`);
  }
  const signature = decode(given);
  if (signature === undefined)
    return refused('unverified', `The header ${signatureHeader} holds no signature of the form that this sender uses.`);
  const name = matching(signature, timestamp);
  if (name === undefined) return refused('unverified', mismatch);
  return staleness(signedAt, receivedAt, toleranceSeconds) ?? verified(name);
};
