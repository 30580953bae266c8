import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';
import { toleranceSeconds } from './tolerance.ts';

export const zoom = definePreset({
  preset: 'zoom',
  label: 'Zoom',
  config: z.object({
    preset: z.literal('zoom'),
    secrets: secretNames.meta({ title: 'Secret tokens', widget: 'secrets' }),
    toleranceSeconds,
  }),
  initial: { preset: 'zoom', secrets: [], toleranceSeconds: 300 },
  help: 'The *Secret Token* is under *Features → Access* of your app in the Zoom App Marketplace; enter the trigger URL there as the event notification endpoint. Zoom validates the URL at first and every 72 hours, which is answered without running the workflow, also while it is paused. Checked: `x-zm-signature` over the time and the raw body.',
  link: 'https://developers.zoom.us/docs/api/webhooks/',
  credentialHeaders: () => ['x-zm-signature'],
});
