import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';
import { toleranceSeconds } from './tolerance.ts';

export const hubspot = definePreset({
  preset: 'hubspot',
  label: 'HubSpot',
  config: z.object({
    preset: z.literal('hubspot'),
    secrets: secretNames.meta({ title: 'Client secrets', widget: 'secrets' }),
    toleranceSeconds,
  }),
  initial: { preset: 'hubspot', secrets: [], toleranceSeconds: 300 },
  help: 'The *client secret* is under *Auth* of your app in HubSpot’s developer account; enter the trigger URL under *Webhooks*. Checked: version 3 of the signature (`X-HubSpot-Signature-v3`) over method, URL, raw body and time, so the URL has to be the one that is shown here. Versions 1 and 2 sign no time and are not taken.',
  link: 'https://developers.hubspot.com/docs/guides/apps/authentication/validating-requests',
  credentialHeaders: () => ['x-hubspot-signature-v3', 'x-hubspot-signature'],
});
