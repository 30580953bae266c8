import { square } from '@millrace/shared/intake/square';
import { verifyHmac } from '../body-signature.ts';
import { implementPreset } from '../verifier.ts';

const SIGNATURE = {
  header: 'x-square-hmacsha256-signature',
  prefix: '',
  algorithm: 'sha256',
  encoding: 'base64',
} as const;

/** @see https://developer.squareup.com/docs/webhooks/step3validate */
export const squareVerifier = implementPreset(square, (_config, { url, headers, body }, secrets) =>
  verifyHmac(
    SIGNATURE,
    headers,
    [url, body],
    secrets,
    `The signature does not fit the URL ${url}, the body and any of the secrets. The URL has to be the one that Square was given: see MILLRACE_PUBLIC_URL.`,
  ),
);
