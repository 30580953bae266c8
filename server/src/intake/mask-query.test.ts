import { describe, expect, it } from 'vitest';
import { maskQuery } from './mask-query.ts';

describe('maskQuery', () => {
  const names = ['hub.verify_token'];

  it.each([
    [
      'hub.mode=subscribe&hub.verify_token=abc&hub.challenge=1',
      'hub.mode=subscribe&hub.verify_token=••••&hub.challenge=1',
    ],
    ['hub.verify_token=a%20b=c&x', 'hub.verify_token=••••&x'],
    ['hub.verify_token', 'hub.verify_token=••••'],
    ['hub%2Everify_token=abc', 'hub%2Everify_token=••••'],
    ['hub.verify_token=abc&hub.verify_token=def', 'hub.verify_token=••••&hub.verify_token=••••'],
    ['a=1&&b=%zz', 'a=1&&b=%zz'],
    ['a=1?hub.verify_token=abc?d=e&f=2', 'a=1?hub.verify_token=••••&f=2'],
    ['/hooks/x?a=1&hub.verify_token=abc', '/hooks/x?a=1&hub.verify_token=••••'],
    ['https://hooks.example/x?hub.verify_token=a?b&c=2#d', 'https://hooks.example/x?hub.verify_token=••••&c=2#d'],
    ['/a?x=1, /b?hub.verify_token=abc', '/a?x=1, /b?hub.verify_token=••••'],
    ['', ''],
  ])('makes %j to %j', (query, masked) => {
    expect(maskQuery(query, names)).toBe(masked);
  });

  it('hides every value where it is not known which are credentials', () => {
    expect(maskQuery('a=1&&key=s', undefined)).toBe('a=••••&&key=••••');
  });

  it('changes nothing where no parameter is a credential', () => {
    expect(maskQuery('token=abc', [])).toBe('token=abc');
  });
});
