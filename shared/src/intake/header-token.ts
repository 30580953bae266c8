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
    prefix: z
      .string()
      .max(64)
      .default('Bearer ')
      .meta({ title: 'Prefix', description: 'What stands before the token.' }),
  }),
  initial: { preset: 'header-token', secrets: [], header: 'authorization', prefix: 'Bearer ' },
  help: 'The header must hold the prefix and then exactly one of the secrets. The body is not covered: prefer a signature where the sender offers one.',
  credentialHeaders: (config) => [config.header],
});
