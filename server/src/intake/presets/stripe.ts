import { createHmac } from 'node:crypto';
import { stripe } from '@millrace/shared/intake/stripe';
import { decodeSignature } from '../decode-signature.ts';
import { matchingSecret } from '../matching-secret.ts';
import { isUnixSeconds, staleness } from '../stale.ts';
import { implementPreset, refused, verified } from '../verifier.ts';

const HEADER = 'stripe-signature';
/** More would only cost time: Stripe sends one for each active secret, of which there are two while they are rolled. */
const MAX_SIGNATURES = 10;

interface SignatureHeader {
  /** As it was signed. */
  readonly timestamp: string;
  readonly signatures: readonly Uint8Array[];
}

/** Reads `t=…,v1=…[,v1=…]`. Other schemes are ignored, as v0 is a fake one; a second `t` makes the header unreadable. */
const readHeader = (text: string): SignatureHeader | undefined => {
  let timestamp: string | undefined;
  const signatures: Uint8Array[] = [];
  for (const item of text.split(',')) {
    if (item.startsWith('t=')) {
      if (timestamp !== undefined) return undefined;
      timestamp = item.slice(2);
      if (!isUnixSeconds(timestamp)) return undefined;
    } else if (item.startsWith('v1=')) {
      const signature = decodeSignature(item.slice(3), 'hex', 32);
      if (signature === undefined || signatures.length === MAX_SIGNATURES) return undefined;
      signatures.push(signature);
    } else if (!/^v\d+=/.test(item)) return undefined;
  }
  return timestamp === undefined || signatures.length === 0 ? undefined : { timestamp, signatures };
};

/** @see https://docs.stripe.com/webhooks/signature */
export const stripeVerifier = implementPreset(stripe, (config, { headers, body, receivedAt }, secrets) => {
  const given = headers.only(HEADER);
  if (given === undefined) return refused('unverified', `The header ${HEADER} is missing.`);
  const header = readHeader(given);
  if (header === undefined)
    return refused('unverified', `The header ${HEADER} holds no timestamp and signature as Stripe writes them.`);
  const name = matchingSecret(secrets, header.signatures, (secret) =>
    createHmac('sha256', secret).update(`${header.timestamp}.`).update(body).digest(),
  );
  if (name === undefined) return refused('unverified', 'The signature does not fit the body and any of the secrets.');
  return staleness(Number(header.timestamp) * 1_000, receivedAt, config.toleranceSeconds) ?? verified(name);
});
