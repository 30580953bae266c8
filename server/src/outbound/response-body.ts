import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { type Header, OutboundError } from './outbound.ts';

/** What responses may be encoded with; sent as `Accept-Encoding`. */
export const ACCEPT_ENCODING = 'gzip, br, zstd, deflate';

const MAX_ENCODINGS = 5;
// RFC 9659: no zstd encoder may ask an HTTP client for a larger window. Node's own default would reserve 128 MB.
const ZSTD_WINDOW_LOG_MAX = 23;

type Decoder = (body: Uint8Array, maxOutputLength: number) => Promise<Buffer>;

const gunzip = promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.gunzip);
const inflate = promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.inflate);
const inflateRaw = promisify<zlib.InputType, zlib.ZlibOptions, Buffer>(zlib.inflateRaw);
const brotli = promisify<zlib.InputType, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress);
const zstd = promisify<zlib.InputType, zlib.ZstdOptions, Buffer>(zlib.zstdDecompress);

const decodeGzip: Decoder = (body, maxOutputLength) => gunzip(body, { maxOutputLength });

const DECODERS: ReadonlyMap<string, Decoder> = new Map<string, Decoder>([
  ['gzip', decodeGzip],
  ['x-gzip', decodeGzip],
  ['br', (body, maxOutputLength) => brotli(body, { maxOutputLength })],
  [
    'zstd',
    (body, maxOutputLength) =>
      zstd(body, { maxOutputLength, params: { [zlib.constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG_MAX } }),
  ],
  // Some servers send raw deflate data under this name; the low bits of a zlib header are always 8.
  [
    'deflate',
    (body, maxOutputLength) => (((body[0] ?? 0) & 0x0f) === 8 ? inflate : inflateRaw)(body, { maxOutputLength }),
  ],
]);

/**
 * Undoes the content encodings of a body. A body in an encoding nobody here knows is returned as it came.
 * @param maxBytes the most bytes the result, and every stage on the way to it, may have
 * @throws OutboundError `too-large`, or `bad-response` for damaged data or more than five encodings
 */
export async function decodeBody(
  body: Uint8Array,
  headers: readonly Header[],
  maxBytes: number,
  host: string,
): Promise<Uint8Array> {
  const encodings = headers
    .filter(([name]) => name.toLowerCase() === 'content-encoding')
    .flatMap(([, value]) => value.toLowerCase().split(','))
    .map((encoding) => encoding.trim())
    .filter((encoding) => encoding !== '' && encoding !== 'identity');
  if (encodings.length > MAX_ENCODINGS) {
    throw failed('bad-response', `${host} encoded its answer ${encodings.length} times over, which is never honest.`);
  }
  if (body.length === 0) return body;

  let decoded = body;
  for (const encoding of encodings.reverse()) {
    const decode = DECODERS.get(encoding);
    if (!decode) return body;
    try {
      decoded = await decode(decoded, Math.max(1, maxBytes));
    } catch (cause) {
      if (isTooLarge(cause)) throw responseTooLarge(host, maxBytes, cause);
      throw failed('bad-response', `The answer of ${host} is damaged: it cannot be unpacked as ${encoding}.`, cause);
    }
  }
  return decoded;
}

/** The error for an answer beyond the limit, compressed or not. */
export function responseTooLarge(host: string, maxBytes: number, cause?: unknown): OutboundError {
  return failed('too-large', `The answer of ${host} is larger than the ${maxBytes} bytes this request accepts.`, cause);
}

const isTooLarge = (cause: unknown) =>
  cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';

const failed = (code: 'bad-response' | 'too-large', sentence: string, cause?: unknown) =>
  new OutboundError(code, sentence, { mayHaveBeenSent: true, cause });
