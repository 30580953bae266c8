import { createHash } from 'node:crypto';
import { headerToken } from '@millrace/shared/intake/header-token';
import { matchingSecret } from '../matching-secret.ts';
import { implementPreset, refused, verified } from '../verifier.ts';

/** Digests have one length, so that comparing them does not tell how long the token is. */
const digest = (text: string): Uint8Array => createHash('sha256').update(text).digest();

export const headerTokenVerifier = implementPreset(headerToken, (config, { headers }, secrets) => {
  const given = headers.only(config.header);
  if (given === undefined) return refused('unverified', `The header ${config.header} is missing.`);
  const name = matchingSecret(secrets, [digest(given)], (secret) => digest(config.prefix + secret));
  return name === undefined
    ? refused('unverified', `The token in ${config.header} is none of the secrets.`)
    : verified(name);
});
