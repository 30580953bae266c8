import { expect, test } from 'vitest';
import { OutboundError } from './outbound.ts';
import { checkHeaders, checkMethod } from './request-headers.ts';

test.each([
  ['x-a\r\nx-b', '1', 'not a header name'],
  ['x-a:', '1', 'not a header name'],
  ['x a', '1', 'not a header name'],
  ['x-\u010aa', '1', 'not a header name'],
  ['', '1', 'not a header name'],
  ['x-a', 'canary\r\nx-b: 1', 'a line break'],
  ['x-a', 'canary\n', 'a line break'],
  ['x-a', 'canary\0', 'a NUL character'],
  ['x-a', 'canary\u010a', 'U+010A'],
  ['x-a', 'canary\u007f', 'U+007F'],
  ['Host', 'evil.example', 'set by Millrace'],
  ['content-LENGTH', '0', 'set by Millrace'],
  ['Transfer-Encoding', 'chunked', 'set by Millrace'],
  ['Connection', 'close', 'set by Millrace'],
  ['Upgrade', 'h2c', 'set by Millrace'],
  ['Expect', '100-continue', 'set by Millrace'],
])('%j: %j is refused', (name, value, sentence) => {
  const act = () =>
    checkHeaders([
      ['accept', '*/*'],
      [name, value],
    ]);
  expect(act).toThrow(OutboundError);
  expect(act).toThrow(sentence);
  expect(act).not.toThrow(/canary|evil/);
});

test('ordinary headers pass unchanged, repeated and Latin-1 ones too', () => {
  const headers = [
    ['X-A', '1'],
    ['x-a', '2'],
    ['x-name', 'Zoë\t!'],
    ['x-empty', ''],
  ] as const;
  expect(checkHeaders(headers)).toEqual(headers);
});

test.each(['CONNECT', 'connect', 'TRACE', 'TRACK', 'GE T', 'GET\r\nX: 1', '', 'GET\u010a'])(
  'method %j is refused',
  (method) => {
    expect(() => checkMethod(method)).toThrow(OutboundError);
  },
);

test.each([
  ['get', 'GET'],
  ['PATCH', 'PATCH'],
  ['PROPFIND', 'PROPFIND'],
])('method %s is sent as %s', (method, sent) => {
  expect(checkMethod(method)).toBe(sent);
});
