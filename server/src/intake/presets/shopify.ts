import { shopify } from '@millrace/shared/intake/shopify';
import { verifyBodySignature } from '../body-signature.ts';
import { implementPreset, refused } from '../verifier.ts';

const SIGNATURE = { prefix: '', algorithm: 'sha256', encoding: 'base64' } as const;
const WEBHOOKS = 'x-shopify-hmac-sha256';
const EVENTS = 'shopify-hmac-sha256';

/**
 * Webhooks, and Events, which carry the same signature under another name.
 * @see https://shopify.dev/docs/apps/build/webhooks/subscribe/https
 * @see https://shopify.dev/docs/apps/build/events/verify-deliveries
 */
export const shopifyVerifier = implementPreset(shopify, (_config, request, secrets) => {
  const isEvent = request.headers.count(EVENTS) > 0;
  if (isEvent && request.headers.count(WEBHOOKS) > 0)
    return refused('unverified', `The headers ${WEBHOOKS} and ${EVENTS} came together.`);
  return verifyBodySignature({ ...SIGNATURE, header: isEvent ? EVENTS : WEBHOOKS }, request, secrets);
});
