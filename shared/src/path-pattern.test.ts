import { describe, expect, it } from 'vitest';
import { examplePath, matchPath, pathPattern } from './path-pattern.ts';

describe('a pattern', () => {
  it.each(['', '/*', '/orders', '/orders/:region', '/orders/:region/*', '/v1.2/~ada/a-b_c/:id2', ' /orders '])(
    'may be %j',
    (pattern) => {
      expect(pathPattern.safeParse(pattern).success).toBe(true);
    },
  );

  it.each([
    ['orders', 'Begin with a slash'],
    ['/', 'slash that nothing'],
    ['/orders/', 'slash that nothing'],
    ['//orders', 'slash that nothing'],
    ['/*/orders', 'can only be the end'],
    ['/:a/:a', 'twice'],
    ['/:__proto__', 'none of what'],
    ['/:', 'none of what'],
    ['/a*', 'none of what'],
    ['/..', 'none of what'],
    ['/a;b', 'none of what'],
    ['/a%20b', 'none of what'],
    ['/ü', 'none of what'],
    ['/a?b', 'none of what'],
  ])('may not be %j', (pattern, message) => {
    expect(pathPattern.safeParse(pattern).error?.issues[0]?.message).toContain(message);
  });
});

describe('a path', () => {
  it.each<[string, string, Record<string, string>]>([
    ['', '', {}],
    ['/orders', '/orders', {}],
    ['/orders/:region', '/orders/eu', { region: 'eu' }],
    ['/:a/b/:c', '/1/b/2', { a: '1', c: '2' }],
    ['/:constructor', '/x', { constructor: 'x' }],
    ['/*', '', { '*': '' }],
    ['/*', '/a/b', { '*': 'a/b' }],
    ['/orders/:region/*', '/orders/eu', { region: 'eu', '*': '' }],
    ['/orders/:region/*', '/orders/eu/7/lines', { region: 'eu', '*': '7/lines' }],
    // Decoded once.
    ['/:a', '/a%20b', { a: 'a b' }],
    ['/:a', '/%252f', { a: '%2f' }],
    ['/:a', '/%C3%BC%3B', { a: 'ü;' }],
    ['/:a', '/a+b', { a: 'a+b' }],
    ['/:a', '/...', { a: '...' }],
  ])('%j takes %j', (pattern, path, params) => {
    expect(matchPath(pattern, path)).toEqual(params);
  });

  it.each([
    ['', '/'],
    ['', '/orders'],
    ['/orders', ''],
    ['/orders', '/Orders'],
    ['/orders', '/orders/'],
    ['/orders', '/%6frders'],
    ['/orders', '/orders/eu'],
    ['/orders/*', '/order'],
    ['/:a', '/'],
    ['/:a', '/a/'],
    ['/:a/:b', '/a'],
  ])('%j does not take %j', (pattern, path) => {
    expect(matchPath(pattern, path)).toBeUndefined();
  });

  it.each([
    '/',
    '//',
    '/a//b',
    '/a/',
    '/a;x',
    '/a%2fb',
    '/a%2Fb',
    '/a%5cb',
    '/a\\b',
    '/.',
    '/..',
    '/a/../b',
    '/%2e%2e',
    '/.%2E',
    '/%00',
    '/a%0d%0a',
    '/%7f',
    '/%',
    '/%zz',
    '/%ff',
    '/%C0%AF',
    '/%ED%A0%80',
    '/ü',
    '/\u00fc',
    '/%EF%BC%8F', // ／, a slash to who normalizes
    '/%E2%80%A5', // ‥, two dots
    '/a#b',
    `/${'a'.repeat(2_048)}`,
  ])('nothing takes %.40j', (path) => {
    expect(matchPath('/*', path)).toBeUndefined();
    expect(matchPath('/:a', path)).toBeUndefined();
    expect(matchPath('/:a/*', path)).toBeUndefined();
  });
});

it.each([
  ['', ''],
  ['/*', ''],
  ['/orders/:region/*', '/orders/region'],
])('an example of %j fits it', (pattern, example) => {
  expect(examplePath(pattern)).toBe(example);
  expect(matchPath(pattern, example)).toBeDefined();
});
