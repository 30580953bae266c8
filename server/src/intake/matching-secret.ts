import { timingSafeEqual } from 'node:crypto';
import type { NamedSecret } from './verifier.ts';

/**
 * The name of the secret under which `expected` yields one of the given signatures. Every pair is compared, in constant
 * time, so that the time taken tells nothing about which secret or how much of a signature was right.
 */
export const matchingSecret = (
  secrets: readonly NamedSecret[],
  given: readonly Uint8Array[],
  expected: (secret: string) => Uint8Array,
): string | undefined => {
  let match: string | undefined;
  for (const { name, value } of secrets) {
    const right = expected(value);
    for (const signature of given) {
      if (signature.length === right.length && timingSafeEqual(signature, right)) match ??= name;
    }
  }
  return match;
};
