import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';
import { toleranceSeconds } from './tolerance.ts';

export const slack = definePreset({
  preset: 'slack',
  label: 'Slack',
  config: z.object({
    preset: z.literal('slack'),
    secrets: secretNames.meta({ title: 'Signing secrets', widget: 'secrets' }),
    toleranceSeconds,
  }),
  initial: { preset: 'slack', secrets: [], toleranceSeconds: 300 },
  help: 'The *Signing Secret* is under *Basic Information → App Credentials* of your app at api.slack.com. Enter the trigger URL under *Event Subscriptions*, as a slash command or for interactivity; Slack’s question whether the URL is yours (`url_verification`) is answered without running the workflow. Checked: `X-Slack-Signature` over the time and the raw body. Slack waits 3 seconds: answer *at once*.',
  link: 'https://docs.slack.dev/authentication/verifying-requests-from-slack',
  credentialHeaders: () => ['x-slack-signature'],
  eventIds: () => [
    { kind: 'path', path: 'event_id' },
    { kind: 'path', path: 'trigger_id' },
  ],
});
