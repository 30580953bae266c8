import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';
import { toleranceSeconds } from './tolerance.ts';

export const stripe = definePreset({
  preset: 'stripe',
  label: 'Stripe',
  config: z.object({
    preset: z.literal('stripe'),
    secrets: secretNames.meta({ title: 'Signing secrets', widget: 'secrets' }),
    toleranceSeconds,
  }),
  initial: { preset: 'stripe', secrets: [], toleranceSeconds: 300 },
  help: 'In Stripe’s *Workbench → Webhooks* add the trigger URL as a destination and reveal its signing secret (`whsec_…`); store it here as it is. Checked: `Stripe-Signature`, its time, and the raw body.',
  link: 'https://docs.stripe.com/webhooks/signature',
  credentialHeaders: () => ['stripe-signature'],
  eventIds: () => [{ kind: 'path', path: 'id' }],
});
