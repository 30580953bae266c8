import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';

export const shopify = definePreset({
  preset: 'shopify',
  label: 'Shopify',
  config: z.object({
    preset: z.literal('shopify'),
    secrets: secretNames.meta({ title: 'Client secrets', widget: 'secrets' }),
  }),
  initial: { preset: 'shopify', secrets: [] },
  help: 'The secret is the app’s *client secret* in the *Dev Dashboard → Settings*; of webhooks made in the shop’s admin it stands below the list of webhooks. Checked: `X-Shopify-Hmac-Sha256`, or `Shopify-Hmac-Sha256` of Events, over the raw body. After a rotation Shopify goes on signing with the old one for up to an hour: keep both until then.',
  link: 'https://shopify.dev/docs/apps/build/webhooks/subscribe/https',
  credentialHeaders: () => ['x-shopify-hmac-sha256', 'shopify-hmac-sha256'],
  eventIds: () => [
    { kind: 'header', name: 'x-shopify-webhook-id' },
    { kind: 'header', name: 'shopify-webhook-id' },
  ],
});
