import { expect, it } from 'vitest';
import { HeaderBag } from './header-bag.ts';

it('gives the value of a header that came once, whatever its case', () => {
  expect(new HeaderBag(['X-Signature', 'abc']).only('x-SIGNATURE')).toBe('abc');
});

it('gives no value for a header that came twice, even in different case', () => {
  const headers = new HeaderBag(['X-Signature', 'abc', 'x-signature', 'def']);
  expect(headers.only('x-signature')).toBeUndefined();
  expect(headers.count('X-Signature')).toBe(2);
});

it('knows no header that did not come', () => {
  expect(new HeaderBag([]).count('__proto__')).toBe(0);
  expect(new HeaderBag([]).only('constructor')).toBeUndefined();
});
