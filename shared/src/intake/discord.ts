import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';
import { toleranceSeconds } from './tolerance.ts';

export const discord = definePreset({
  preset: 'discord',
  label: 'Discord',
  config: z.object({
    preset: z.literal('discord'),
    secrets: secretNames.meta({ title: 'Public keys', widget: 'secrets' }),
    toleranceSeconds,
  }),
  initial: { preset: 'discord', secrets: [], toleranceSeconds: 300 },
  help: 'The *Public Key* is under *General Information* of your application in the Developer Portal; it is no secret, but kept with them. Enter the trigger URL as the *Interactions Endpoint URL* or under *Webhooks*. Discord’s PING is answered without running the workflow. Checked: `X-Signature-Ed25519` over the time and the raw body.',
  link: 'https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint',
  credentialHeaders: () => ['x-signature-ed25519'],
  eventIds: () => [{ kind: 'path', path: 'id' }],
});
