import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';
import { toleranceSeconds } from './tolerance.ts';

export const standardWebhooks = definePreset({
  preset: 'standard-webhooks',
  label: 'Standard Webhooks (Svix and others)',
  config: z.object({
    preset: z.literal('standard-webhooks'),
    secrets: secretNames.meta({ title: 'Secrets', widget: 'secrets' }),
    toleranceSeconds,
  }),
  initial: { preset: 'standard-webhooks', secrets: [], toleranceSeconds: 300 },
  help: 'For senders that follow *Standard Webhooks*, such as those who send through Svix. Store their secret (`whsec_…`) or public key (`whpk_…`) as it is. Checked: `webhook-signature` or `svix-signature` over the id, the time and the raw body.',
  link: 'https://www.standardwebhooks.com',
  credentialHeaders: () => ['webhook-signature', 'svix-signature'],
  eventIds: () => [
    { kind: 'header', name: 'webhook-id' },
    { kind: 'header', name: 'svix-id' },
  ],
});
