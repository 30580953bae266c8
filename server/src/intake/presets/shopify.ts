import { shopify } from '@millrace/shared/intake/shopify';
import { verifyBodySignature } from '../body-signature.ts';
import { implementPreset } from '../verifier.ts';

const SIGNATURE = { header: 'x-shopify-hmac-sha256', prefix: '', algorithm: 'sha256', encoding: 'base64' } as const;

/** @see https://shopify.dev/docs/apps/build/webhooks/subscribe/https */
export const shopifyVerifier = implementPreset(shopify, (_config, request, secrets) =>
  verifyBodySignature(SIGNATURE, request, secrets),
);
