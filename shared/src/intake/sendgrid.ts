import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';
import { toleranceSeconds } from './tolerance.ts';

export const sendgrid = definePreset({
  preset: 'sendgrid',
  label: 'SendGrid',
  config: z.object({
    preset: z.literal('sendgrid'),
    secrets: secretNames.meta({ title: 'Verification keys', widget: 'secrets' }),
    toleranceSeconds,
  }),
  initial: { preset: 'sendgrid', secrets: [], toleranceSeconds: 300 },
  help: 'In *Settings → Mail Settings → Event Webhooks* switch on *Signed Event Webhook* and copy the *Verification Key*; it is public, but kept with the secrets. Checked: the ECDSA signature over the time and the raw body, which is an array of events.',
  link: 'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features',
  credentialHeaders: () => ['x-twilio-email-event-webhook-signature'],
});
