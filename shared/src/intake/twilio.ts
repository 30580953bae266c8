import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';

export const twilio = definePreset({
  preset: 'twilio',
  label: 'Twilio',
  config: z.object({
    preset: z.literal('twilio'),
    secrets: secretNames.meta({ title: 'Auth tokens', widget: 'secrets' }),
  }),
  initial: { preset: 'twilio', secrets: [] },
  help: 'The *Auth Token* is under *Account Info* in the Twilio Console; while you change it, keep the primary and the secondary one here. Enter the trigger URL exactly as it is shown here, since it is signed, for the number, messaging service or flow. Checked: `X-Twilio-Signature` over the URL and all parameters, and the hash in the URL where the body is JSON. Twilio signs no time, so a captured request stays valid.',
  link: 'https://www.twilio.com/docs/usage/security#validating-requests',
  credentialHeaders: () => ['x-twilio-signature'],
  eventIds: () => [{ kind: 'header', name: 'i-twilio-idempotency-token' }],
});
