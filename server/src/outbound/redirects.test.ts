import { describe, expect, test } from 'vitest';
import { OutboundError } from './outbound.ts';
import { type Hop, nextHop } from './redirects.ts';

const hop = (method: string, url = 'https://a.example/start'): Hop => ({
  method,
  url: new URL(url),
  headers: [
    ['Authorization', 'Bearer canary'],
    ['Cookie', 'a=1'],
    ['Proxy-Authorization', 'Basic x'],
    ['X-Api-Key', 'canary'],
    ['Content-Type', 'application/json'],
    ['Accept', '*/*'],
  ],
  body: Buffer.from('{}'),
});
const to = (location: string, status = 302) => ({ status, headers: [['Location', location]] as const });
const names = (next: Hop | undefined) => next?.headers.map(([name]) => name);

test.each([
  [301, 'POST', 'GET'],
  [302, 'POST', 'GET'],
  [303, 'POST', 'GET'],
  [303, 'PUT', 'GET'],
  [303, 'HEAD', 'HEAD'],
  [301, 'PUT', 'PUT'],
  [302, 'DELETE', 'DELETE'],
  [307, 'POST', 'POST'],
  [308, 'PATCH', 'PATCH'],
])('%d turns %s into %s', (status, before, after) => {
  const next = nextHop(hop(before), to('/next', status), []);
  expect(next?.method).toBe(after);
  expect(next?.url.href).toBe('https://a.example/next');
  expect(next?.body === undefined).toBe(before !== after);
  expect(names(next)?.includes('Content-Type')).toBe(before === after);
});

test.each([200, 204, 300, 304, 305, 306, 400])('%d is no redirect', (status) => {
  expect(nextHop(hop('GET'), to('/next', status), [])).toBeUndefined();
});

test('without Location it is no redirect', () => {
  expect(nextHop(hop('GET'), { status: 302, headers: [] }, [])).toBeUndefined();
});

describe('credentials', () => {
  test('stay within the origin', () => {
    expect(names(nextHop(hop('GET'), to('/next'), ['x-api-key']))).toEqual(names(hop('GET')));
  });

  test.each(['https://b.example/', 'https://a.example:8443/', 'https://sub.a.example/', '//b.example/'])(
    'do not go along to %s',
    (location) => {
      expect(names(nextHop(hop('GET'), to(location), ['x-API-key']))).toEqual(['Content-Type', 'Accept']);
    },
  );

  test('do not come back after a detour', () => {
    const away = nextHop(hop('GET'), to('https://b.example/'), []);
    expect(names(away && nextHop(away, to('https://a.example/'), []))).not.toContain('Authorization');
  });

  test('go from http up to https of the same host as to another origin', () => {
    const next = nextHop(hop('GET', 'http://a.example/'), to('https://a.example/'), []);
    expect(names(next)).not.toContain('Authorization');
  });
});

test.each([
  ['file:///etc/passwd', 'file:'],
  ['ftp://b.example/', 'ftp:'],
  ['data:text/plain,x', 'data:'],
  ['gopher://b.example/', 'gopher:'],
  ['http://b.example/', 'from https to http'],
  ['https://user:canary@b.example/', 'user name'],
  ['https://[::canary]/', 'not valid'],
])('a redirect to %s is refused', (location, sentence) => {
  const act = () => nextHop(hop('GET'), to(location), []);
  expect(act).toThrow(OutboundError);
  expect(act).toThrow(sentence);
  expect(act).not.toThrow(/canary/);
});

test('a Location in UTF-8 is understood', () => {
  const bytes = Buffer.from('/größe', 'utf8').toString('latin1');
  expect(nextHop(hop('GET'), to(bytes), [])?.url.pathname).toBe('/gr%C3%B6%C3%9Fe');
});
