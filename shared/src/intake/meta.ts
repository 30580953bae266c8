import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';

export const meta = definePreset({
  preset: 'meta',
  label: 'Meta and WhatsApp',
  config: z.object({
    preset: z.literal('meta'),
    secrets: secretNames.meta({ title: 'App secrets and verify tokens', widget: 'secrets' }),
  }),
  initial: { preset: 'meta', secrets: [] },
  help: 'Store two secrets and choose both: the *App secret* from *App settings → Basic*, and a *verify token* that you make up. Under *Webhooks* enter the trigger URL and that token: Meta’s question is answered without running the workflow. Checked: `X-Hub-Signature-256` over the raw body.',
  link: 'https://developers.facebook.com/docs/graph-api/webhooks/getting-started',
  credentialHeaders: () => ['x-hub-signature-256'],
});
