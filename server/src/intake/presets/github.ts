import { createHmac } from 'node:crypto';
import { github } from '@millrace/shared/intake/github';
import { decodeSignature } from '../decode-signature.ts';
import { matchingSecret } from '../matching-secret.ts';
import { implementPreset, refused, verified } from '../verifier.ts';

const HEADER = 'x-hub-signature-256';
const PREFIX = 'sha256=';

/** @see https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries */
export const githubVerifier = implementPreset(github, (_config, { headers, body }, secrets) => {
  const given = headers.only(HEADER);
  if (given === undefined)
    return refused('unverified', `The header ${HEADER} is missing: is a secret set on GitHub’s side?`);
  const signature = given.startsWith(PREFIX) ? decodeSignature(given.slice(PREFIX.length), 'hex', 32) : undefined;
  if (signature === undefined) return refused('unverified', `The header ${HEADER} holds no SHA-256 signature.`);
  const name = matchingSecret(secrets, [signature], (secret) => createHmac('sha256', secret).update(body).digest());
  return name === undefined
    ? refused('unverified', 'The signature does not fit the body and any of the secrets.')
    : verified(name);
});
