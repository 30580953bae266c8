import { z } from 'zod';
import { secretName, secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';

export const meta = definePreset({
  preset: 'meta',
  label: 'Meta and WhatsApp',
  config: z
    .object({
      preset: z.literal('meta'),
      secrets: secretNames.meta({ title: 'App secrets', widget: 'secrets' }),
      // It travels in a URL, so it must not be able to sign anything.
      verifyToken: secretName.optional().meta({
        title: 'Verify token',
        description: 'A secret of its own that you make up and tell Meta. It signs nothing.',
        widget: 'secret',
      }),
    })
    .refine(({ secrets, verifyToken }) => verifyToken === undefined || !secrets.includes(verifyToken), {
      path: ['verifyToken'],
      message: 'Choose another secret than the app secret: this one travels in URLs.',
    }),
  initial: { preset: 'meta', secrets: [] },
  help: 'The *App secret* is under *App settings → Basic*. Make up a *verify token* as well; under *Webhooks* enter the trigger URL and that token, and Meta’s question is answered without running the workflow. Checked: `X-Hub-Signature-256` over the raw body. Meta signs no time, so a request that somebody recorded stays valid.',
  link: 'https://developers.facebook.com/docs/graph-api/webhooks/getting-started',
  credentialHeaders: () => ['x-hub-signature-256'],
  credentialParameters: () => ['hub.verify_token'],
});
