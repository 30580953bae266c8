import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFieldPath } from './field-path.ts';

describe('parseFieldPath', () => {
  it.each([
    ['email', ['email']],
    ['customer.email', ['customer', 'email']],
    ['items[0].price', ['items', 0, 'price']],
    ['[1][2]', [1, 2]],
    ['labels["a.b"].x', ['labels', 'a.b', 'x']],
    ['__proto__.x', ['__proto__', 'x']],
    ['first name', ['first name']],
  ])('reads %s', (text, path) => {
    expect(parseFieldPath(text)).toEqual(path);
  });

  it.each(['', '.', 'a.', 'a..b', '.a', 'a[', 'a[x]', 'a[-1]', 'a[12345]', 'a["]', 'a[0]b', 'a.[0]'])(
    'refuses %s',
    (text) => {
      expect(parseFieldPath(text)).toBeUndefined();
    },
  );

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '.', '[', ']', '0', '"', '\\') }), (text) => {
        parseFieldPath(text);
      }),
    );
  });
});
