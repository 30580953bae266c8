import { createHmac } from 'node:crypto';
import { square } from '@millrace/shared/intake/square';
import { decodeSignature } from '../decode-signature.ts';
import { matchingSecret } from '../matching-secret.ts';
import { implementPreset, refused, verified } from '../verifier.ts';

const HEADER = 'x-square-hmacsha256-signature';

/** @see https://developer.squareup.com/docs/webhooks/step3validate */
export const squareVerifier = implementPreset(square, (_config, { url, headers, body }, secrets) => {
  const given = headers.only(HEADER);
  if (given === undefined) return refused('unverified', `The header ${HEADER} is missing.`);
  const signature = decodeSignature(given, 'base64', 32);
  if (signature === undefined) return refused('unverified', `The header ${HEADER} holds no SHA-256 signature.`);
  const name = matchingSecret(secrets, [signature], (secret) =>
    createHmac('sha256', secret).update(url).update(body).digest(),
  );
  if (name !== undefined) return verified(name);
  return refused(
    'unverified',
    `The signature does not fit the URL ${url}, the body and any of the secrets. The URL has to be the one that Square was given: see MILLRACE_PUBLIC_URL.`,
  );
});
