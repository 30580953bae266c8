import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';

export const typeform = definePreset({
  preset: 'typeform',
  label: 'Typeform',
  config: z.object({
    preset: z.literal('typeform'),
    secrets: secretNames.meta({ title: 'Secrets', widget: 'secrets' }),
  }),
  initial: { preset: 'typeform', secrets: [] },
  help: 'In the form’s *Connect → Webhooks* add the trigger URL, then set a secret under *Edit*; store the same secret here. Checked: `Typeform-Signature` over the raw body.',
  link: 'https://www.typeform.com/developers/webhooks/secure-your-webhooks/',
  credentialHeaders: () => ['typeform-signature'],
  eventIds: () => [{ kind: 'path', path: 'event_id' }],
});
