import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { BodyRead } from '../intake/intake.ts';
import { BodyBudget } from './body-budget.ts';
import { readBody } from './read-body.ts';

const LIMIT = 10;

interface Options {
  readonly end: 'stay' | 'leave';
  readonly timeoutMs: number;
  readonly limitBytes: number;
}

/** Sends a request in pieces; gives what was read of its body. */
const read = async (
  headers: string,
  body: string,
  { end = 'stay', timeoutMs = 10_000, limitBytes = LIMIT }: Partial<Options> = {},
) => {
  const result = Promise.withResolvers<BodyRead>();
  const server = createServer((req, res) => {
    void readBody(req, { limitBytes, timeoutMs, budget: new BodyBudget() }).then((outcome) => {
      result.resolve(outcome);
      res.end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const socket = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1');
  onTestFinished(() => {
    socket.destroy();
    server.closeAllConnections();
    server.close();
  });
  socket.on('error', () => undefined);
  socket.write(`POST / HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n${body}`);
  if (end === 'leave') {
    await once(server, 'request');
    socket.destroy();
  }
  return result.promise;
};

it('reads the bytes as they came', async () => {
  expect(await read('Content-Length: 3', 'a\0b')).toEqual({
    kind: 'read',
    bytes: Buffer.from('a\0b'),
  });
  expect(await read('Content-Length: 0', '')).toMatchObject({ kind: 'read', bytes: { length: 0 } });
  expect(await read('Transfer-Encoding: chunked', '2\r\nab\r\n1\r\nc\r\n0\r\n\r\n')).toEqual({
    kind: 'read',
    bytes: Buffer.from('abc'),
  });
});

it('reads the same bytes in whatever pieces they come', async () => {
  const pieces = Array.from({ length: 3_000 }, (_, index) => String(index).repeat(1 + (index % 40)));
  const chunks = pieces.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`).join('');
  const whole = pieces.join('');
  const limitBytes = whole.length;
  const expected = { kind: 'read', bytes: Buffer.from(whole) };
  expect(await read('Transfer-Encoding: chunked', `${chunks}0\r\n\r\n`, { limitBytes })).toEqual(expected);
  expect(await read(`Content-Length: ${whole.length}`, whole, { limitBytes })).toEqual(expected);
  expect(await read('Transfer-Encoding: chunked', `${chunks}0\r\n\r\n`, { limitBytes: limitBytes - 1 })).toEqual({
    kind: 'too-large',
  });
});

it('stops where a body is too large, announced or not', async () => {
  expect(await read('Content-Length: 11', '')).toEqual({ kind: 'too-large' });
  expect(await read('Transfer-Encoding: chunked', 'b\r\n12345678901\r\n')).toEqual({ kind: 'too-large' });
});

it('does not wait for ever', async () => {
  expect(await read('Content-Length: 5', 'abc', { timeoutMs: 50 })).toEqual({ kind: 'timed-out' });
});

it('notices that the sender went away', async () => {
  expect(await read('Content-Length: 5', 'abc', { end: 'leave' })).toEqual({ kind: 'aborted' });
});
