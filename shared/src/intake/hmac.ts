import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';
import { headerName } from './header-name.ts';

export const hmac = definePreset({
  preset: 'hmac',
  label: 'HMAC signature of the body',
  config: z.object({
    preset: z.literal('hmac'),
    secrets: secretNames.meta({ title: 'Secrets', widget: 'secrets' }),
    header: headerName.default('x-signature').meta({ title: 'Header' }),
    algorithm: z.enum(['sha256', 'sha384', 'sha512', 'sha1']).default('sha256').meta({ title: 'Algorithm' }),
    encoding: z.enum(['hex', 'base64', 'base64url']).default('hex').meta({ title: 'Encoding' }),
    prefix: z
      .string()
      .max(64)
      .default('')
      .meta({ title: 'Prefix', description: 'As `sha256=`; empty when there is none.' }),
  }),
  initial: { preset: 'hmac', secrets: [], header: 'x-signature', algorithm: 'sha256', encoding: 'hex', prefix: '' },
  help: 'The sender signs the raw body with a shared secret and puts the signature into a header. The bytes are checked exactly as they came.',
  link: 'https://www.rfc-editor.org/rfc/rfc2104',
  credentialHeaders: (config) => [config.header],
});
