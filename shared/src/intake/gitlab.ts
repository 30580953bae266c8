import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';
import { toleranceSeconds } from './tolerance.ts';

export const gitlab = definePreset({
  preset: 'gitlab',
  label: 'GitLab',
  config: z.object({
    preset: z.literal('gitlab'),
    proof: z.enum(['signing-token', 'secret-token']).default('signing-token').meta({
      title: 'Proof',
      description:
        'A signing token: a signature over id, time and body. A secret token: the secret itself in a header, from a GitLab that offers no signing token.',
    }),
    secrets: secretNames.meta({ title: 'Tokens', widget: 'secrets' }),
    toleranceSeconds: toleranceSeconds.meta({
      title: 'Tolerance (s)',
      description: 'How far the signed time may be off, both ways. A secret token signs none.',
    }),
  }),
  initial: { preset: 'gitlab', proof: 'signing-token', secrets: [], toleranceSeconds: 300 },
  help: 'In the project or group open *Settings → Webhooks*, paste the trigger URL and create a *signing token* (`whsec_…`); store the same one here. Checked: `webhook-signature` over the id, the time and the raw body. An older GitLab knows only the *secret token*, which it sends as it is in `X-Gitlab-Token`: it covers neither the body nor the time, so whoever sees one request can send any other.',
  link: 'https://docs.gitlab.com/user/project/integrations/webhooks/',
  credentialHeaders: () => ['x-gitlab-token', 'webhook-signature'],
  eventIds: ({ proof }) => [{ kind: 'header', name: proof === 'signing-token' ? 'webhook-id' : 'idempotency-key' }],
});
