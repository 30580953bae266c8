import { verification } from '@millrace/shared/intake/index';
import { describe, expect, it } from 'vitest';
import { HeaderBag } from '../header-bag.ts';
import { verify } from '../verifiers.ts';

const check = (query: string, secret: string, config: object = {}) =>
  verify(
    verification.parse({ preset: 'query-token', secrets: ['TOKEN'], ...config }),
    {
      ...{ method: 'GET', url: `https://hooks.example/hooks/orders?${query}`, query },
      ...{ headers: new HeaderBag([]), body: new Uint8Array(), receivedAt: 0 },
    },
    [{ name: 'TOKEN', value: secret }],
    { read: () => Promise.reject(new Error('No document is needed.')) },
  );

describe('verification by query-token', () => {
  it.each([
    ['token=abc', 'abc'],
    ['x=1&token=abc&y=', 'abc'],
    ['token=a+b/c=', 'a+b/c='],
    ['token=a%2Bb%2Fc%3D', 'a+b/c='],
    ['token=a%20b', 'a b'],
    ['token=%E2%82%AC', '€'],
    ['%74oken=abc', 'abc'],
  ])('reads %s', (query, secret) => {
    expect(check(query, secret)).toEqual({ kind: 'verified', secret: 'TOKEN' });
  });

  it.each([
    ['', 'unverified'],
    ['token', 'unverified'],
    ['token=', 'unverified'],
    ['Token=abc', 'unverified'],
    ['token=ABC', 'unverified'],
    ['token=abc%00', 'unverified'],
    ['x=token=abc', 'unverified'],
    ['token=abc&token=abc', 'malformed'],
    ['token=wrong&token=abc', 'malformed'],
    ['token=abc&%74oken=', 'malformed'],
  ])('refuses %j', (query, outcome) => {
    expect(check(query, 'abc')).toMatchObject({ kind: 'refused', outcome });
  });

  it('reads the parameter that is named, and no other one', () => {
    expect(check('hub.key=abc', 'abc', { parameter: 'hub.key' })).toMatchObject({ kind: 'verified' });
    expect(check('token=abc', 'abc', { parameter: 'hub.key' })).toMatchObject({ kind: 'refused' });
    for (const parameter of ['', 'a b', 'a&b', 'a=b', 'a%62'])
      expect(verification.safeParse({ preset: 'query-token', secrets: ['TOKEN'], parameter }).success).toBe(false);
  });
});
