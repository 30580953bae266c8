import { createHmac } from 'node:crypto';
import { decodeSignature } from './decode-signature.ts';
import { matchingSecret } from './matching-secret.ts';
import { isUnixSeconds, staleness } from './stale.ts';
import { type NamedSecret, refused, type SignedRequest, type VerificationResult, verified } from './verifier.ts';

/** A SHA-256 signature in hex over the time, which comes in a header of its own, and the body. */
export interface TimedSignature {
  readonly signatureHeader: string;
  readonly timestampHeader: string;
  readonly prefix: string;
  /** What is signed before the body. */
  readonly before: (timestamp: string) => string;
}

/** Checks the signature, and only then whether its time is near enough. */
export const verifyTimedSignature = (
  { signatureHeader, timestampHeader, prefix, before }: TimedSignature,
  toleranceSeconds: number,
  { headers, body, receivedAt }: SignedRequest,
  secrets: readonly NamedSecret[],
): VerificationResult => {
  const given = headers.only(signatureHeader);
  if (given === undefined) return refused('unverified', `The header ${signatureHeader} is missing.`);
  const timestamp = headers.only(timestampHeader);
  if (timestamp === undefined || !isUnixSeconds(timestamp))
    return refused('unverified', `The header ${timestampHeader} holds no time in whole seconds.`);
  const signature = given.startsWith(prefix) ? decodeSignature(given.slice(prefix.length), 'hex', 32) : undefined;
  if (signature === undefined)
    return refused('unverified', `The header ${signatureHeader} holds no signature that begins with ${prefix}.`);
  const name = matchingSecret(secrets, [signature], (secret) =>
    createHmac('sha256', secret).update(before(timestamp)).update(body).digest(),
  );
  if (name === undefined)
    return refused('unverified', 'The signature does not fit the time, the body and any of the secrets.');
  return staleness(Number(timestamp) * 1_000, receivedAt, toleranceSeconds) ?? verified(name);
};
