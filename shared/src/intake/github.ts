import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';

export const github = definePreset({
  preset: 'github',
  label: 'GitHub',
  config: z.object({
    preset: z.literal('github'),
    secrets: secretNames.meta({ title: 'Webhook secrets', widget: 'secrets' }),
  }),
  initial: { preset: 'github', secrets: [] },
  help: 'In the repository or organisation open *Settings → Webhooks*, paste the trigger URL, choose *application/json* and set a secret; store the same secret here. Checked: `X-Hub-Signature-256` over the raw body. GitHub signs no time, so a captured request stays valid.',
  link: 'https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries',
  credentialHeaders: () => ['x-hub-signature-256', 'x-hub-signature'],
  eventIds: () => [{ kind: 'header', name: 'x-github-delivery' }],
});
