import { headerToken } from '@millrace/shared/intake/header-token';
import { matchingToken } from '../matching-token.ts';
import { implementPreset, refused, verified } from '../verifier.ts';

export const headerTokenVerifier = implementPreset(headerToken, (config, { headers }, secrets) => {
  const given = headers.only(config.header);
  if (given === undefined) return refused('unverified', `The header ${config.header} is missing.`);
  const name = matchingToken(secrets, given, (secret) => config.prefix + secret);
  return name === undefined
    ? refused('unverified', `The token in ${config.header} is none of the secrets.`)
    : verified(name);
});
