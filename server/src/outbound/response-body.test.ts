import zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Header, OutboundError } from './outbound.ts';
import { decodeBody } from './response-body.ts';

const plain = Buffer.from('{"ok":true}'.repeat(50));
const encoded = (...values: string[]): Header[] => values.map((value) => ['Content-Encoding', value]);
const decode = async (body: Uint8Array, headers: Header[], max = 100_000) =>
  Buffer.from(await decodeBody(body, headers, max, 'crm.example'));

test.each<[string, Buffer]>([
  ['gzip', zlib.gzipSync(plain)],
  ['x-gzip', zlib.gzipSync(plain)],
  ['GZIP', zlib.gzipSync(plain)],
  ['br', zlib.brotliCompressSync(plain)],
  ['zstd', zlib.zstdCompressSync(plain)],
  ['deflate', zlib.deflateSync(plain)],
  ['deflate', zlib.deflateRawSync(plain)],
  ['identity', plain],
  ['', plain],
  ['gzip, br', zlib.brotliCompressSync(zlib.gzipSync(plain))],
  ['made-up', plain],
])('%s', async (encoding, body) => {
  expect((await decode(body, encoded(encoding))).equals(plain)).toBe(true);
});

test('repeated headers are one list', async () => {
  expect((await decode(zlib.brotliCompressSync(zlib.gzipSync(plain)), encoded('gzip', 'br'))).equals(plain)).toBe(true);
});

test('an empty body needs no decoding', async () => {
  expect(await decode(Buffer.alloc(0), encoded('gzip'))).toHaveLength(0);
});

describe('bombs', () => {
  const zeros = Buffer.alloc(20_000_000);
  test.each<[string, Buffer]>([
    ['gzip', zlib.gzipSync(zeros)],
    ['br', zlib.brotliCompressSync(zeros, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 } })],
    ['zstd', zlib.zstdCompressSync(zeros)],
    ['deflate', zlib.deflateSync(zeros)],
    ['gzip, gzip', zlib.gzipSync(zlib.gzipSync(zeros))],
  ])('%s stops at the limit', async (encoding, body) => {
    expect(body.length).toBeLessThan(100_000);
    await expect(decode(body, encoded(encoding))).rejects.toMatchObject({
      code: 'too-large',
      mayHaveBeenSent: true,
    } satisfies Partial<OutboundError>);
  });

  test('a result of exactly the limit passes, one byte more does not', async () => {
    const body = zlib.gzipSync(Buffer.alloc(1000));
    expect(await decode(body, encoded('gzip'), 1000)).toHaveLength(1000);
    await expect(decode(body, encoded('gzip'), 999)).rejects.toMatchObject({ code: 'too-large' });
  });

  test('a zstd frame may not ask for a huge window', async () => {
    // Made by a streaming encoder with a window of 2^26 bytes: the frame is tiny, the memory it asks for is not.
    const body = Buffer.from('28b52ffd00804c00001000000100e32b800553000000', 'hex');
    expect(zlib.zstdDecompressSync(body)).toHaveLength(1010);
    await expect(decode(body, encoded('zstd'))).rejects.toMatchObject({ code: 'bad-response' });
  });

  test.each([6, 5000])('%d stacked encodings are refused unread', async (count) => {
    await expect(decode(plain, encoded(Array(count).fill('gzip').join(', ')))).rejects.toMatchObject({
      code: 'bad-response',
    });
  });
});

test.each<[string, Buffer]>([
  ['gzip', plain],
  ['gzip', zlib.gzipSync(plain).subarray(0, -12)],
  ['br', Buffer.from([0xff, 0xff, 0xff])],
  ['zstd', plain],
  ['deflate', Buffer.from([0x78, 0x9c, 0xff])],
])('damaged %s is an error', async (encoding, body) => {
  await expect(decode(body, encoded(encoding))).rejects.toMatchObject({ code: 'bad-response' });
});
