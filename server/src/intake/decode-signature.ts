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
