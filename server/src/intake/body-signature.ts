import { createHmac } from 'node:crypto';
import { decodeSignature, type SignatureEncoding } from './decode-signature.ts';
import type { HeaderBag } from './header-bag.ts';
import { matchingSecret } from './matching-secret.ts';
import { type NamedSecret, refused, type SignedRequest, type VerificationResult, verified } from './verifier.ts';

/** Lengths of the digests in bytes (RFC 6234, RFC 3174). */
const digestBytes = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 } as const;

/** Where a sender puts its signature, and how it is written. */
export interface HmacSignature {
  readonly header: string;
  readonly prefix: string;
  readonly algorithm: keyof typeof digestBytes;
  readonly encoding: SignatureEncoding;
}

/** Checks an HMAC over what a request was signed as, part by part. `mismatch` says what it does not fit. */
export const verifyHmac = (
  { header, prefix, algorithm, encoding }: HmacSignature,
  headers: HeaderBag,
  signed: readonly (string | Uint8Array)[],
  secrets: readonly NamedSecret[],
  mismatch: string,
): VerificationResult => {
  const given = headers.only(header);
  if (given === undefined) return refused('unverified', `The header ${header} is missing.`);
  if (!given.startsWith(prefix)) return refused('unverified', `The header ${header} does not start with ${prefix}.`);
  const signature = decodeSignature(given.slice(prefix.length), encoding, digestBytes[algorithm]);
  if (signature === undefined)
    return refused('unverified', `The header ${header} holds no ${algorithm} signature in ${encoding}.`);
  const name = matchingSecret(secrets, [signature], (secret) => {
    const hmac = createHmac(algorithm, secret);
    for (const part of signed) hmac.update(part);
    return hmac.digest();
  });
  return name === undefined ? refused('unverified', mismatch) : verified(name);
};

/** Checks an HMAC over nothing but the body: what most senders do, each under another name. */
export const verifyBodySignature = (
  signature: HmacSignature,
  { headers, body }: SignedRequest,
  secrets: readonly NamedSecret[],
): VerificationResult =>
  verifyHmac(signature, headers, [body], secrets, 'The signature does not fit the body and any of the secrets.');
