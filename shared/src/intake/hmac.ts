import { z } from 'zod';
import { secretNames } from '../secret.ts';
import { definePreset } from './define-preset.ts';
import { headerName, optionalHeaderName } from './header-name.ts';
import { signedTemplateProblem } from './signed-template.ts';
import { toleranceSeconds } from './tolerance.ts';

const fold = 'Signed time and id';

export const hmac = definePreset({
  preset: 'hmac',
  label: 'HMAC signature',
  config: z
    .object({
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
      signed: z.string().max(512).default('{body}').meta({
        title: 'What is signed',
        description:
          'In the order in which the sender joins it, as `{timestamp}.{body}` or `{method}{url}{body}{timestamp}`. Parts: `{body}`, `{timestamp}`, `{id}`, `{method}`, `{url}`; `\\n` is a line break.',
      }),
      timestampHeader: optionalHeaderName.default('').meta({
        title: 'Header of the time',
        description: 'Only where `{timestamp}` is signed, in 10 digits (s) or 13 (ms).',
        fold,
      }),
      timestampUnit: z.enum(['s', 'ms']).default('s').meta({ title: 'Unit of the time', fold }),
      toleranceSeconds: toleranceSeconds.meta({ fold }),
      idHeader: optionalHeaderName.default('').meta({
        title: 'Header of the id',
        description: 'What tells an event from others, whether `{id}` is signed or not.',
        fold,
      }),
    })
    .superRefine((config, context) => {
      const message = signedTemplateProblem(config.signed, config);
      if (message !== undefined) context.addIssue({ code: 'custom', path: ['signed'], message });
    }),
  initial: { preset: 'hmac', secrets: [], header: 'x-signature', algorithm: 'sha256', encoding: 'hex', prefix: '' },
  help: 'The sender signs the raw body with a shared secret and puts the signature into a header. The bytes are checked exactly as they came. Say in *What is signed* where more than the body is: a signed time keeps captured requests from being sent again later. `{url}` is the trigger URL as it is shown here, with the query that came; where `{body}` follows at once, a body has to begin as JSON or XML does, since another one could not be told from the end of the URL.',
  link: 'https://www.rfc-editor.org/rfc/rfc2104',
  credentialHeaders: (config) => [config.header],
  eventIds: ({ idHeader }) => (idHeader === '' ? [] : [{ kind: 'header', name: idHeader }]),
});
