import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';
import { toleranceSeconds } from './tolerance.ts';

export const mailgun = definePreset({
  preset: 'mailgun',
  label: 'Mailgun',
  config: z.object({
    preset: z.literal('mailgun'),
    secrets: secretNames.meta({ title: 'Webhook signing keys', widget: 'secrets' }),
    // Mailgun warns that its webhooks may be late, and a token that came once starts nothing again.
    toleranceSeconds: toleranceSeconds.default(3_600),
  }),
  initial: { preset: 'mailgun', secrets: [], toleranceSeconds: 3_600 },
  help: 'The *HTTP webhook signing key* is under *Settings → API Security*; add the trigger URL under *Send → Sending → Webhooks*. Checked: the signature in the body, of JSON or a form, over its time and token. **It does not cover the event itself (`event-data`)**: whoever captures one request can send other data under its signature. So leave *Run each event once* on *sender*, which takes each token once, and look important data up at Mailgun.',
  link: 'https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks',
  credentialHeaders: () => [],
  eventIds: () => [
    { kind: 'path', path: 'signature.token' },
    { kind: 'path', path: 'token', sameAs: 'signature.token' },
  ],
});
