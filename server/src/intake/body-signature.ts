import { createHmac } from 'node:crypto';
import { decodeSignature, type SignatureEncoding } from './decode-signature.ts';
import { matchingSecret } from './matching-secret.ts';
import { type NamedSecret, refused, type SignedRequest, type VerificationResult, verified } from './verifier.ts';

/** Lengths of the digests in bytes (RFC 6234, RFC 3174). */
const digestBytes = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 } as const;

/** Where a sender puts the signature of the raw body, and how it is written. */
export interface BodySignature {
  readonly header: string;
  readonly prefix: string;
  readonly algorithm: keyof typeof digestBytes;
  readonly encoding: SignatureEncoding;
}

/** Checks an HMAC over nothing but the body: what most senders do, each under another name. */
export const verifyBodySignature = (
  { header, prefix, algorithm, encoding }: BodySignature,
  { headers, body }: SignedRequest,
  secrets: readonly NamedSecret[],
): VerificationResult => {
  const given = headers.only(header);
  if (given === undefined) return refused('unverified', `The header ${header} is missing.`);
  if (!given.startsWith(prefix)) return refused('unverified', `The header ${header} does not start with ${prefix}.`);
  const signature = decodeSignature(given.slice(prefix.length), encoding, digestBytes[algorithm]);
  if (signature === undefined)
    return refused('unverified', `The header ${header} holds no ${algorithm} signature in ${encoding}.`);
  const name = matchingSecret(secrets, [signature], (secret) => createHmac(algorithm, secret).update(body).digest());
  return name === undefined
    ? refused('unverified', 'The signature does not fit the body and any of the secrets.')
    : verified(name);
};
