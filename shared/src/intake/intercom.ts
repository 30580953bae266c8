import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';

export const intercom = definePreset({
  preset: 'intercom',
  label: 'Intercom',
  config: z.object({
    preset: z.literal('intercom'),
    secrets: secretNames.meta({ title: 'Client secrets', widget: 'secrets' }),
  }),
  initial: { preset: 'intercom', secrets: [] },
  help: 'The secret is the app’s *client secret* in the *Developer Hub → Basic information*; the trigger URL goes under *Webhooks*. Checked: `X-Hub-Signature` over the raw body. Intercom signs with SHA-1, which is sound in an HMAC.',
  link: 'https://developers.intercom.com/docs/references/webhooks/webhook-models',
  credentialHeaders: () => ['x-hub-signature'],
  eventIds: () => [{ kind: 'path', path: 'id' }],
});
