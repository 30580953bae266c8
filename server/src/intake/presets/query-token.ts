import { queryToken } from '@millrace/shared/intake/query-token';
import { matchingToken } from '../matching-token.ts';
import { implementPreset, refused, verified } from '../verifier.ts';

export const queryTokenVerifier = implementPreset(queryToken, ({ parameter }, { query }, secrets) => {
  // A plus stands for itself: tokens in base64 hold some, and people paste them as they are.
  const [token, ...others] = new URLSearchParams(query.replaceAll('+', '%2B')).getAll(parameter);
  if (token === undefined) return refused('unverified', `The parameter ${parameter} is missing.`);
  // Whoever stands before us could go by another one.
  if (others.length > 0) return refused('malformed', `The parameter ${parameter} came more than once.`);
  const name = matchingToken(secrets, token);
  return name === undefined
    ? refused('unverified', `The token in the parameter ${parameter} is none of the secrets.`)
    : verified(name);
});
