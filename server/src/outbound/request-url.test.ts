import { expect, test } from 'vitest';
import { OutboundError } from './outbound.ts';
import { parseRequestUrl, portOf } from './request-url.ts';

test.each([
  ['http://2130706433/', '127.0.0.1'],
  ['http://0x7f.1/', '127.0.0.1'],
  ['http://0177.0.0.1/', '127.0.0.1'],
  ['http://127.1/', '127.0.0.1'],
  ['http://0/', '0.0.0.0'],
  ['http://①②⑦.⓪.⓪.①/', '127.0.0.1'],
  ['http://127。0。0。1/', '127.0.0.1'],
  ['http://169.254.169.254./', '169.254.169.254'],
  ['http://127.0.0.1\\@evil.com/', '127.0.0.1'],
  ['http://127.0.0.1#@good.com/', '127.0.0.1'],
  ['http://127.0.\t0.1\n/', '127.0.0.1'],
  ['HTTP://EXAMPLE.com/', 'example.com'],
])('%j leads to %s', (text, host) => {
  expect(parseRequestUrl(text).hostname).toBe(host);
});

test.each([
  ['http://good.com@127.0.0.1/', 'user name'],
  ['http://user:canary@example.com/', 'user name'],
  ['file:///etc/passwd', 'file:'],
  ['ftp://example.com/', 'ftp:'],
  ['data:text/plain,canary', 'data:'],
  ['gopher://example.com/', 'gopher:'],
  ['javascript:alert(1)', 'javascript:'],
  ['unix:/var/run/docker.sock', 'unix:'],
  ['http://[fe80::1%25eth0]/', 'not valid'],
  ['http://exa mple.com/canary', 'not valid'],
  ['http://example.com:99999/', 'not valid'],
  ['//example.com/', 'not valid'],
  ['/canary', 'not valid'],
  ['', 'not valid'],
])('%j is refused', (text, sentence) => {
  const act = () => parseRequestUrl(text);
  expect(act).toThrow(OutboundError);
  expect(act).toThrow(sentence);
  expect(act).not.toThrow(/canary/);
});

test('control characters in path and query are encoded', () => {
  const { pathname, search } = parseRequestUrl('http://example.com/a\u0000b%0d%0a?q=x y\u010a');
  expect(pathname + search).toBe('/a%00b%0d%0a?q=x%20y%C4%8A');
});

test.each([
  ['http://a.example/', 80],
  ['https://a.example/', 443],
  ['http://a.example:443/', 443],
  ['http://a.example:0/', 0],
])('%s has port %d', (text, port) => {
  expect(portOf(parseRequestUrl(text))).toBe(port);
});
