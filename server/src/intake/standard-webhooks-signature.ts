import { createHmac } from 'node:crypto';
import { decodeSignature } from './decode-signature.ts';
import type { HeaderBag } from './header-bag.ts';
import { matchingKey } from './matching-key.ts';
import { matchingSecret } from './matching-secret.ts';
import { ed25519Key } from './public-keys.ts';
import { isUnixSeconds, staleness } from './stale.ts';
import {
  type NamedSecret,
  refused,
  type SecretForm,
  type SignedRequest,
  type VerificationResult,
  verified,
} from './verifier.ts';

/** Senders put one signature for each key of theirs; more than these only cost time. */
const MAX_SIGNATURES = 10;
const SECRET_PREFIX = 'whsec_';
const PUBLIC_KEY_PREFIX = 'whpk_';

interface Signatures {
  readonly symmetric: readonly Uint8Array[];
  readonly asymmetric: readonly Uint8Array[];
}

/** Reads `v1,… v1a,…`; schemes of other names are left out. Undefined where one of ours cannot be read. */
const readSignatures = (text: string): Signatures | undefined => {
  const items = text.split(' ');
  if (items.length > MAX_SIGNATURES) return undefined;
  const symmetric: Uint8Array[] = [];
  const asymmetric: Uint8Array[] = [];
  for (const item of items) {
    const comma = item.indexOf(',');
    const scheme = item.slice(0, comma);
    if (scheme !== 'v1' && scheme !== 'v1a') {
      if (/^v\d+[a-z]?$/.test(scheme)) continue;
      return undefined;
    }
    const bytes = decodeSignature(item.slice(comma + 1), 'base64', scheme === 'v1' ? 32 : 64);
    if (bytes === undefined) return undefined;
    (scheme === 'v1' ? symmetric : asymmetric).push(bytes);
  }
  return { symmetric, asymmetric };
};

const isMixed = (headers: HeaderBag): boolean => {
  const has = (prefix: string) =>
    ['id', 'timestamp', 'signature'].some((part) => headers.count(`${prefix}-${part}`) > 0);
  return has('webhook') && has('svix');
};

/** The three headers under either of their names. */
const readHeaders = (headers: HeaderBag) => {
  const prefix = headers.count('webhook-signature') > 0 ? 'webhook' : 'svix';
  return {
    id: headers.only(`${prefix}-id`),
    timestamp: headers.only(`${prefix}-timestamp`),
    signature: headers.only(`${prefix}-signature`),
  };
};

/**
 * The key of a `whsec_…` secret: 24 to 64 bytes in canonical base64. Undefined for anything else, above all for a public
 * key that was stored without its prefix: whoever knows that one could sign with it.
 */
const keyOf = (secret: string): Buffer | undefined => {
  if (!secret.startsWith(SECRET_PREFIX)) return undefined;
  const text = secret.slice(SECRET_PREFIX.length);
  const key = Buffer.from(text, 'base64');
  return key.length >= 24 && key.length <= 64 && key.toString('base64') === text ? key : undefined;
};

const publicKeyOf = (secret: string) =>
  secret.startsWith(PUBLIC_KEY_PREFIX) ? ed25519Key(secret.slice(PUBLIC_KEY_PREFIX.length), 'base64') : undefined;

const matchingPublicKey = (
  secrets: readonly NamedSecret[],
  signed: Uint8Array,
  signatures: readonly Uint8Array[],
): string | undefined =>
  signatures
    .map((signature) => matchingKey(secrets, publicKeyOf, null, signed, signature))
    .find((name) => name !== undefined);

/** Secrets as senders that follow Standard Webhooks give them out. */
export const standardWebhooksSecret: SecretForm = {
  isUsable: (value) => keyOf(value) !== undefined || publicKeyOf(value) !== undefined,
  description:
    'the sender’s secret, which begins with whsec_ and holds 24 to 64 bytes in base64, or its public key, which begins with whpk_,',
};

/**
 * Checks the id, the time and the body, and only then whether the time is near enough.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const verifyStandardWebhooks = (
  toleranceSeconds: number,
  { headers, body, receivedAt }: SignedRequest,
  secrets: readonly NamedSecret[],
): VerificationResult => {
  if (isMixed(headers)) return refused('unverified', 'The headers webhook-… and svix-… came together.');
  const { id, timestamp, signature } = readHeaders(headers);
  if (id === undefined || id === '' || signature === undefined)
    return refused('unverified', 'One of the headers webhook-id, webhook-timestamp and webhook-signature is missing.');
  if (timestamp === undefined || !isUnixSeconds(timestamp))
    return refused('unverified', 'The header webhook-timestamp holds no time in whole seconds.');
  // Otherwise the beginning of a signed body could be sent as the time, and the time as a part of the id.
  if (id.includes('.')) return refused('unverified', 'The header webhook-id holds a dot, which it may not.');
  const signatures = readSignatures(signature);
  if (signatures === undefined)
    return refused('unverified', 'The header webhook-signature holds no signatures as Standard Webhooks writes them.');
  const before = `${id}.${timestamp}.`;
  const shared = secrets.filter(({ value }) => keyOf(value) !== undefined);
  const name =
    matchingSecret(shared, signatures.symmetric, (secret) =>
      createHmac('sha256', keyOf(secret) ?? secret)
        .update(before)
        .update(body)
        .digest(),
    ) ?? matchingPublicKey(secrets, Buffer.concat([Buffer.from(before), body]), signatures.asymmetric);
  if (name === undefined)
    return refused(
      'unverified',
      'The signature does not fit the id, the time, the body and any of the secrets. A secret begins with whsec_, a public key with whpk_.',
    );
  return staleness(Number(timestamp) * 1_000, receivedAt, toleranceSeconds) ?? verified(name);
};
