import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';

export const basic = definePreset({
  preset: 'basic',
  label: 'Basic authentication',
  config: z.object({
    preset: z.literal('basic'),
    user: z
      .string()
      .min(1)
      .max(256)
      .regex(/^[^:]*$/, 'A user name cannot hold a colon.')
      .meta({ title: 'User name' }),
    secrets: secretNames.meta({ title: 'Passwords', widget: 'secrets' }),
  }),
  initial: { preset: 'basic', user: 'webhook', secrets: [] },
  help: 'User name and password as in a browser’s sign-in window, often written into the URL as `https://user:password@…`. The password is one of the secrets.',
  link: 'https://www.rfc-editor.org/rfc/rfc7617',
  credentialHeaders: () => ['authorization'],
});
