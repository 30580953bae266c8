import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';
import { toleranceSeconds } from './tolerance.ts';

export const linear = definePreset({
  preset: 'linear',
  label: 'Linear',
  config: z.object({
    preset: z.literal('linear'),
    secrets: secretNames.meta({ title: 'Signing secrets', widget: 'secrets' }),
    toleranceSeconds: toleranceSeconds.default(60),
  }),
  initial: { preset: 'linear', secrets: [], toleranceSeconds: 60 },
  help: 'In Linear’s *Settings → API → Webhooks* add the trigger URL; its *signing secret* stands on the webhook’s page. Checked: `Linear-Signature` over the raw body, and the time in it. Linear wants 200 within 5 seconds: answer *at once*.',
  link: 'https://linear.app/developers/webhooks',
  credentialHeaders: () => ['linear-signature'],
  eventIds: () => [{ kind: 'header', name: 'linear-delivery' }],
});
