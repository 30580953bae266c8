import { createPublicKey, type KeyObject } from 'node:crypto';
import { decodeSignature } from './decode-signature.ts';

/** What stands before the 32 bytes of an Ed25519 key in its DER form (RFC 8410). */
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const ED25519_BYTES = 32;

/** An Ed25519 public key from its bare bytes; undefined when the text holds no such key. Never throws. */
export const ed25519Key = (text: string, encoding: 'hex' | 'base64'): KeyObject | undefined => {
  const bare = encoding === 'hex' ? text.trim().toLowerCase() : text.trim();
  const bytes = decodeSignature(bare, encoding, ED25519_BYTES);
  return bytes && spkiKey(Buffer.concat([ED25519_SPKI, bytes]));
};

/** A public key from its DER form (SPKI); undefined when the bytes are none. Never throws. */
export const spkiKey = (der: Uint8Array): KeyObject | undefined => {
  try {
    return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
};
