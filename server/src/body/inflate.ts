import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate as inflateZlib } from 'node:zlib';

/** Each holds no more than `maxOutputLength`, and works beside the event loop. */
const decoders = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  br: promisify(brotliDecompress),
  deflate: promisify(inflateZlib),
};

/** A way of compressing that can be taken back. */
type Coding = keyof typeof decoders;

/** What a sender may be told to use. */
export const CODINGS = 'gzip, br, deflate';

/** The one coding that a header names; undefined for another one, and for several on top of each other. */
export function codingOf(contentEncoding: string): Coding | undefined {
  const name = contentEncoding.trim().toLowerCase();
  return Object.hasOwn(decoders, name) ? (name as Coding) : undefined;
}

export type Inflated =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unreadable'; readonly message: string };

/**
 * Takes back a compression. Stops as soon as more than the limit comes of it, so that it costs no more memory or time
 * than a body of that size. Never throws.
 * @see https://nodejs.org/api/zlib.html#class-options `maxOutputLength`
 */
export async function inflate(coding: Coding, bytes: Uint8Array, limitBytes: number): Promise<Inflated> {
  if (bytes.length === 0) return { kind: 'read', bytes };
  try {
    return { kind: 'read', bytes: await decoders[coding](bytes, { maxOutputLength: limitBytes }) };
  } catch (error) {
    if (error instanceof RangeError) return { kind: 'too-large' };
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'unreadable', message: `The body says that it is ${coding}, and cannot be inflated: ${why}.` };
  }
}
