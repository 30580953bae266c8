import { z } from 'zod';
import { secretName } from '../secret.ts';
import { definePreset } from './define-preset.ts';
import { headerName } from './header-name.ts';

const algorithm = z.enum([
  ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512', 'EdDSA', 'HS256', 'HS384', 'HS512'] as const),
]);
export type JwtAlgorithm = z.output<typeof algorithm>;

/** What most senders need none of. */
const fold = 'Header, age and body';

const isHttpsUrl = (text: string): boolean => URL.canParse(text) && new URL(text).protocol === 'https:';

export const jwt = definePreset({
  preset: 'jwt',
  label: 'JWT (signed token)',
  config: z
    .object({
      preset: z.literal('jwt'),
      algorithms: z
        .array(algorithm)
        .min(1, 'Choose an algorithm.')
        .default(['RS256'])
        .meta({ title: 'Algorithms', description: 'What a token may be signed with, whatever it says itself.' }),
      secrets: z.array(secretName).max(10).default([]).meta({
        title: 'Keys',
        description:
          'Public keys as PEM or JWK; for HS… shared secrets of at least 32 bytes. Leave this empty where there is a key set.',
        widget: 'secrets',
      }),
      keySetUrl: z
        .string()
        .trim()
        .max(2_000)
        .default('')
        .refine((text) => text === '' || isHttpsUrl(text), 'Write a URL that begins with https://.')
        .meta({ title: 'Key set (JWKS)', description: 'Where the sender publishes its public keys.' }),
      header: headerName.default('authorization').meta({
        title: 'Header',
        description: 'In `authorization` the word Bearer comes first; in any other the token stands alone.',
        fold,
      }),
      issuer: z.string().max(1_000).default('').meta({ title: 'Issuer', description: 'What `iss` must be.' }),
      audience: z
        .string()
        .max(1_000)
        .default('')
        .meta({ title: 'Audience', description: 'What `aud` must be or contain.' }),
      bodyClaim: z.string().max(100).default('').meta({
        title: 'Claim of the body’s hash',
        description: 'As `request_body_sha256`: the SHA-256 of the raw body in hexadecimal or base64.',
        fold,
      }),
      maxAgeSeconds: z
        .number()
        .int()
        .min(1)
        .max(31_536_000)
        .optional()
        .meta({ title: 'Largest age (s)', description: 'Counted from `iat`, which is then required.', fold }),
      toleranceSeconds: z
        .number()
        .int()
        .min(0)
        .max(60)
        .default(30)
        .meta({ title: 'Tolerance (s)', description: 'How far the clocks of sender and server may differ.', fold }),
    })
    .refine(({ secrets, keySetUrl }) => secrets.length > 0 !== (keySetUrl !== ''), {
      path: ['secrets'],
      message: 'Choose the keys, or name the key set: one of the two.',
    })
    // A public key that is also tried as a shared secret lets anyone sign who knows it.
    .refine(({ algorithms }) => new Set(algorithms.map((name) => name.startsWith('HS'))).size < 2, {
      path: ['algorithms'],
      message: 'Choose either HS… or the others: shared secrets and public keys do not mix.',
    })
    .refine(({ algorithms, keySetUrl }) => keySetUrl === '' || !algorithms.some((name) => name.startsWith('HS')), {
      path: ['keySetUrl'],
      message: 'A key set is public, and so cannot hold the shared secrets of HS….',
    }),
  initial: { preset: 'jwt', algorithms: ['RS256'], secrets: [] },
  help: 'The sender puts a signed token into a header. Take its public key or key set, issuer and audience from its documentation. Checked: the signature with the chosen algorithms, `exp`, which is required, `nbf`, and what is filled in below. A token does not cover the body unless one of its claims holds the body’s hash: without that, whoever sees a token can send other bodies with it until it expires.',
  link: 'https://www.rfc-editor.org/rfc/rfc8725',
  credentialHeaders: (config) => [config.header],
});
