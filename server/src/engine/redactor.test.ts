import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REDACTED, Redactor } from './redactor.ts';

const hiding = (...secrets: string[]) => {
  const redactor = new Redactor();
  for (const secret of secrets) redactor.hide(secret);
  return redactor;
};

describe('Redactor', () => {
  const secret = 'p&s "w/rd" ünïcode';

  it.each([
    ['plain', secret],
    ['inside JSON', JSON.stringify(secret).slice(1, -1)],
    ['inside JSON inside JSON', JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
    ['in a query', encodeURIComponent(secret)],
    ['in a form', new URLSearchParams({ a: secret }).toString().slice(2)],
    ['hex', Buffer.from(secret).toString('hex')],
    ['base64', Buffer.from(secret).toString('base64')],
    ['base64url', Buffer.from(secret).toString('base64url')],
  ])('takes it out %s', (_, form) => {
    expect(hiding(secret).text(`before ${form} after`)).toBe(`before ${REDACTED} after`);
  });

  it('finds it in the base64 of a longer text, wherever it begins', () => {
    for (const before of ['', 'u', 'us', 'use', 'user:']) {
      const encoded = Buffer.from(`${before}a-long-password!`).toString('base64');
      const left = hiding('a-long-password!').text(encoded);
      expect(left).toContain(REDACTED);
      expect(Buffer.from(left, 'base64').toString('latin1')).not.toContain('long-pass');
    }
  });

  it('takes it out of a URL, which escapes less', () => {
    const awkward = 'c4n/Sekret+"Value\\9z';
    const { pathname, search } = new URL(`http://host/${awkward}?${awkward}`);
    expect(hiding(awkward).text(`${pathname} ${search}`)).toBe(`/${REDACTED} ?${REDACTED}`);
  });

  it('takes out what stands behind the host of a secret URL', () => {
    const secret = 'https://hooks.example/services/T00/B00/x y?sig=abc';
    expect(hiding(secret).text('Cannot POST /services/T00/B00/x%20y')).toBe(`Cannot POST ${REDACTED}`);
    expect(hiding(secret).text('GET /services/T00/B00/x%20y?sig=abc')).toBe(`GET ${REDACTED}`);
    expect(hiding('https://hooks.example/').text('/ and /a')).toBe('/ and /a');
  });

  it('walks through values, keys and numbers, and copies nothing without need', () => {
    const clean = { a: [1, { b: 'x' }] };
    expect(hiding('hunter2').value(clean)).toBe(clean);
    expect(hiding('hunter2', '4711').value({ hunter2: ['hunter2!', 4711, 4712], n: null })).toEqual({
      [REDACTED]: [`${REDACTED}!`, REDACTED, 4712],
      n: null,
    });
  });

  it('keeps __proto__ a plain member', () => {
    const value = hiding('hunter2').value(JSON.parse('{"__proto__":{"x":"hunter2"}}'));
    expect(JSON.stringify(value)).toBe(`{"__proto__":{"x":"${REDACTED}"}}`);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it('leaves no trace of a secret of some length in any value', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), fc.jsonValue(), (value, around) => {
        const before = JSON.parse(JSON.stringify({ around, [value]: `${JSON.stringify(around)}${value}` }));
        const after = JSON.stringify(hiding(value).value(before));
        fc.pre(!REDACTED.includes(value));
        expect(after.includes(JSON.stringify(value).slice(1, -1))).toBe(false);
      }),
    );
  });
});
