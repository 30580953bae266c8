import { basic } from '@millrace/shared/intake/basic';
import { matchingToken } from '../matching-token.ts';
import { implementPreset, refused, verified } from '../verifier.ts';

/** RFC 7617; the scheme's case does not matter, the password may hold colons. */
export const basicVerifier = implementPreset(basic, (config, { headers }, secrets) => {
  const given = headers.only('authorization');
  if (given === undefined) return refused('unverified', 'The header authorization is missing.');
  const encoded = /^basic ([A-Za-z0-9+/]+={0,2})$/i.exec(given)?.[1];
  const credentials = encoded === undefined ? undefined : Buffer.from(encoded, 'base64');
  if (credentials?.toString('base64') !== encoded || credentials === undefined) {
    return refused('unverified', 'The header authorization does not hold basic credentials.');
  }
  const name = matchingToken(secrets, credentials, (secret) => `${config.user}:${secret}`);
  return name === undefined ? refused('unverified', 'The user name or the password is wrong.') : verified(name);
});
