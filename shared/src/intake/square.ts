import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';

export const square = definePreset({
  preset: 'square',
  label: 'Square',
  config: z.object({
    preset: z.literal('square'),
    secrets: secretNames.meta({ title: 'Signature keys', widget: 'secrets' }),
  }),
  initial: { preset: 'square', secrets: [] },
  help: 'In the Developer Console under *Webhooks → Subscriptions* add the trigger URL; its *Signature Key* stands there. Checked: `x-square-hmacsha256-signature` over the URL and the raw body, so the URL has to be entered exactly as it is shown here.',
  link: 'https://developer.squareup.com/docs/webhooks/step3validate',
  credentialHeaders: () => ['x-square-hmacsha256-signature'],
  eventIds: () => [{ kind: 'path', path: 'event_id' }],
});
