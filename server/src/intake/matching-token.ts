import { hash } from 'node:crypto';
import { matchingSecret } from './matching-secret.ts';
import type { NamedSecret } from './verifier.ts';

const digest = (text: string | Uint8Array): Uint8Array => hash('sha256', text, 'buffer');

/**
 * The name of the secret that came as it is, or within what `textOf` makes of it. Digests are compared, which have one
 * length, so that the time taken does not tell how long the secret is.
 */
export const matchingToken = (
  secrets: readonly NamedSecret[],
  given: string | Uint8Array,
  textOf: (secret: string) => string = (secret) => secret,
): string | undefined => matchingSecret(secrets, [digest(given)], (secret) => digest(textOf(secret)));
