import type { Socket } from 'node:net';
import { zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseAllowTargets } from './allow-targets.ts';
import { createOutbound } from './client.ts';
import { type LoopbackServer, listenRaw } from './loopback-server.ts';
import type { Outbound } from './outbound.ts';

let outbound: Outbound;
let server: LoopbackServer | undefined;

beforeEach(() => {
  const allowTargets = parseAllowTargets('127.0.0.1');
  if (typeof allowTargets === 'string') throw new Error(allowTargets);
  outbound = createOutbound({ allowTargets });
});

afterEach(async () => {
  await outbound.close();
  await server?.close();
});

const send = async (answer: (socket: Socket) => void, timeoutMs = 5000) => {
  server = await listenRaw(answer);
  return outbound.send({
    method: 'GET',
    url: server.origin,
    headers: [],
    timeoutMs,
    maxResponseBytes: 10_000,
    redirects: { follow: true, max: 5 },
  });
};

/** Writes a start, then a piece as often as the other side takes it, until the connection ends. */
const pour = (socket: Socket, start: string, piece: string) => {
  socket.write(start);
  const write = () => {
    for (let index = 0; index < 100; index += 1) {
      if (socket.destroyed || !socket.write(piece)) return;
    }
    setImmediate(write);
  };
  socket.on('drain', write);
  write();
};

/** Writes a start, then a piece every few milliseconds, until the connection ends. */
const drip = (socket: Socket, start: string, piece: string) => {
  socket.write(start);
  const timer = setInterval(() => socket.write(piece), 5);
  socket.on('close', () => clearInterval(timer));
};

const OK = 'HTTP/1.1 200 OK\r\n';
const chunk = (bytes: Uint8Array) =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);

test.each<[string, string, (socket: Socket) => void]>([
  ['an endless body', 'too-large', (s) => pour(s, `${OK}\r\n`, 'x'.repeat(1000))],
  ['an endless chunked body', 'too-large', (s) => pour(s, `${OK}Transfer-Encoding: chunked\r\n\r\n`, '1\r\nx\r\n')],
  ['10 GB announced', 'too-large', (s) => s.write(`${OK}Content-Length: 10000000000\r\n\r\nx`)],
  [
    'a bomb',
    'too-large',
    (s) => {
      const bomb = zstdCompressSync(Buffer.alloc(1_000_000));
      s.write(`${OK}Content-Encoding: zstd\r\nTransfer-Encoding: chunked\r\n\r\n`);
      s.end(Buffer.concat([chunk(bomb), Buffer.from('0\r\n\r\n')]));
    },
  ],
  [
    'thousands of encodings',
    'bad-response',
    (s) => s.end(`${OK}Content-Encoding: ${'gzip,'.repeat(3000)}gzip\r\nContent-Length: 1\r\n\r\nx`),
  ],
  ['endless headers', 'bad-response', (s) => pour(s, OK, 'a: b\r\n')],
  ['one endless header', 'bad-response', (s) => pour(s, `${OK}a: `, 'b'.repeat(1000))],
  ['interim answers without end', 'bad-response', (s) => pour(s, '', 'HTTP/1.1 103 Early Hints\r\n\r\n')],
  [
    'an upgrade nobody asked for',
    'reset',
    (s) => s.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
  ],
  ['garbage', 'bad-response', (s) => s.end('SSH-2.0-OpenSSH_9.6\r\n')],
  ['HTTP/2', 'bad-response', (s) => s.end(Buffer.from('000012040000000000', 'hex'))],
  ['two lengths', 'reset', (s) => s.end(`${OK}Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx`)],
  ['length and chunks', 'reset', (s) => s.end(`${OK}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`)],
  ['a body that breaks off', 'reset', (s) => s.end(`${OK}Content-Length: 100\r\n\r\nhalf`)],
  ['chunks that break off', 'reset', (s) => s.end(`${OK}Transfer-Encoding: chunked\r\n\r\n5\r\nhe`)],
  ['nothing, then closed', 'reset', (s) => s.end()],
  ['a reset', 'reset', (s) => s.resetAndDestroy()],
])('%s: %s', async (_what, code, answer) => {
  await expect(send(answer)).rejects.toMatchObject({ code, mayHaveBeenSent: true });
});

test.each<[string, (socket: Socket) => void]>([
  ['silence', () => undefined],
  ['dripping headers', (s) => drip(s, OK, 'a: b\r\n')],
  ['a dripping body', (s) => drip(s, `${OK}Content-Length: 9000\r\n\r\n`, 'x')],
])('%s ends at the deadline, and the connection with it', async (_what, answer) => {
  const closed = Promise.withResolvers<void>();
  const result = send((socket) => {
    socket.on('close', () => closed.resolve());
    socket.resume();
    answer(socket);
  }, 100);
  await expect(result).rejects.toMatchObject({ code: 'timeout', mayHaveBeenSent: true });
  await closed.promise;
});

test('bytes after an answer are not taken for the next one', async () => {
  let answers = 0;
  const answer = (socket: Socket) => {
    answers += 1;
    socket.write(
      `${OK}Content-Length: 2\r\n\r\n${answers === 1 ? `okHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil` : 'ok'}`,
    );
  };
  const first = await send(answer);
  const again = {
    method: 'GET',
    headers: [],
    timeoutMs: 5000,
    maxResponseBytes: 100,
    redirects: { follow: false, max: 0 },
  };
  const second = await outbound.send({ ...again, url: server?.origin ?? '' });
  expect([first, second].map(({ body }) => Buffer.from(body).toString())).toEqual(['ok', 'ok']);
});

test('invalid UTF-8 and Latin-1 come through as they are', async () => {
  const { body, headers } = await send((socket) =>
    socket.end(Buffer.from(`${OK}X-Name: Zo\u00eb\r\nContent-Length: 3\r\n\r\n\u00ff\u00fe\u00eb`, 'latin1')),
  );
  expect([...body]).toEqual([0xff, 0xfe, 0xeb]);
  expect(headers).toContainEqual(['X-Name', 'Zoë']);
});
