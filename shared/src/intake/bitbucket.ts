import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';

export const bitbucket = definePreset({
  preset: 'bitbucket',
  label: 'Bitbucket',
  config: z.object({
    preset: z.literal('bitbucket'),
    secrets: secretNames.meta({ title: 'Secrets', widget: 'secrets' }),
  }),
  initial: { preset: 'bitbucket', secrets: [] },
  help: 'In the repository’s *Repository settings → Webhooks* add the trigger URL and a secret; store the same secret here. Checked: `X-Hub-Signature` over the raw body. Without a secret on Bitbucket’s side nothing is signed, and everything is refused here.',
  link: 'https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/',
  credentialHeaders: () => ['x-hub-signature'],
  eventIds: () => [{ kind: 'header', name: 'x-request-uuid' }],
});
