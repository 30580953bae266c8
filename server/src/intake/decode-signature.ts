export type SignatureEncoding = 'hex' | 'base64' | 'base64url';

/**
 * Decodes a signature and accepts only its one canonical form, since `Buffer.from` stops silently at bad hex and skips
 * junk in base64. Hex is lower case.
 *
 * @returns The bytes, or undefined when the text is anything but `bytes` bytes in that encoding.
 */
export const decodeSignature = (text: string, encoding: SignatureEncoding, bytes: number): Uint8Array | undefined => {
  const decoded = Buffer.from(text, encoding);
  return decoded.length === bytes && decoded.toString(encoding) === text ? decoded : undefined;
};

/** Of keys with 8192 bits; larger ones would only cost time. */
const MAX_RSA_BYTES = 1_024;

/** As `decodeSignature`, in base64 and as long as the key that made it, which the check compares. */
export const decodeRsaSignature = (text: string): Uint8Array | undefined => {
  const bytes = Buffer.byteLength(text, 'base64');
  return bytes > 0 && bytes <= MAX_RSA_BYTES ? decodeSignature(text, 'base64', bytes) : undefined;
};
