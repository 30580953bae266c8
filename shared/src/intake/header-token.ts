import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';
import { headerName } from './header-name.ts';

export const headerToken = definePreset({
  preset: 'header-token',
  label: 'Token in a header',
  config: z.object({
    preset: z.literal('header-token'),
    secrets: secretNames.meta({ title: 'Secrets', widget: 'secrets' }),
    header: headerName.default('authorization').meta({ title: 'Header' }),
    prefix: z.string().max(64).default('Bearer ').meta({
      title: 'Prefix',
      description: 'What stands before the token, with the space behind it, as in `Bearer `. Empty where nothing does.',
    }),
  }),
  initial: { preset: 'header-token', secrets: [], header: 'authorization', prefix: 'Bearer ' },
  help: 'Make up a token of 32 random characters or more, add it as a secret, and give it to the sender. For `Authorization: Bearer …` leave header and prefix as they are: `authorization`, and `Bearer ` with its space; for a header of its own, as `x-api-key`, empty the prefix. Checked: the header holds the prefix and then exactly one of the secrets, in the same case. The body is not covered: prefer a signature where the sender offers one.',
  credentialHeaders: (config) => [config.header],
});
