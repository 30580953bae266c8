import { type KeyObject, verify } from 'node:crypto';
import type { NamedSecret } from './verifier.ts';

/**
 * The name of the public key that made a signature. Keys are kept where secrets are; one that cannot be read fits nothing.
 * @param digest null where the algorithm has its own, as Ed25519
 */
export const matchingKey = (
  secrets: readonly NamedSecret[],
  keyOf: (text: string) => KeyObject | undefined,
  digest: 'sha256' | null,
  signed: Uint8Array,
  signature: Uint8Array,
): string | undefined =>
  secrets.find(({ value }) => {
    const key = keyOf(value);
    if (key === undefined) return false;
    try {
      return verify(digest, signed, key, signature);
    } catch {
      // A key of another kind.
      return false;
    }
  })?.name;
