import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBody } from './parse-body.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const read = (type: string | null, body: string | Uint8Array) => {
  const parsed = parseBody(type, typeof body === 'string' ? utf8(body) : body);
  if (parsed.kind === 'problem') throw new Error(parsed.message);
  return parsed.value;
};

describe('parseBody', () => {
  it.each([
    ['application/json', '{"a":1}', { a: 1 }],
    ['application/json; charset=UTF-8', '\uFEFF[1]', [1]],
    ['application/vnd.github+json', '"x"', 'x'],
    [null, '{"a":1}', { a: 1 }],
    [null, 'hello', 'hello'],
    [' ', '12', 12],
    ['application/x-www-form-urlencoded', 'a=1&b=2&a=3&c', { a: ['1', '3'], b: '2', c: '' }],
    ['text/plain', '{"a":1}', '{"a":1}'],
    ['application/xml', '<a/>', '<a/>'],
    ['application/octet-stream', 'abc', { base64: 'YWJj' }],
    ['application/json, text/plain', '{}', { base64: 'e30=' }],
    ['application/json', '', null],
    ['text/plain', '', ''],
  ])('reads %s', (type, body, expected) => {
    expect(read(type, body)).toEqual(expected);
  });

  it('reads text in the charset that it names', () => {
    expect(read('text/plain; charset="iso-8859-1"', new Uint8Array([0xe9]))).toBe('é');
  });

  it.each([
    ['application/json', '{"a":', /not valid JSON/],
    ['application/json; charset=utf-16', '{}', /utf-16/],
    ['application/json', '['.repeat(101) + ']'.repeat(101), /101|100 levels/],
    ['application/json', `{${Array.from({ length: 100_000 }, (_, n) => `"${n}":0`).join()}}`, /99999 object members/],
    ['application/json', '[1e999]', /too large/],
    ['application/json', `[${'9'.repeat(400)}]`, /too large/],
    ['application/x-www-form-urlencoded', 'a&'.repeat(100_000), /99999 fields/],
    ['text/plain; charset=klingon', 'x', /klingon/],
  ])('refuses %s that cannot be read: %#', (type, body, message) => {
    const parsed = parseBody(type, utf8(body));
    expect(parsed).toMatchObject({ kind: 'problem', message: expect.stringMatching(message) });
  });

  it('does not count what stands in strings', () => {
    const text = JSON.stringify({ text: '{[\\"{:'.repeat(200), more: ['\\', '"'] });
    expect(read('application/json', text)).toEqual(JSON.parse(text));
  });

  it('refuses JSON that is not UTF-8 and flags text that is not', () => {
    const bytes = new Uint8Array([0x22, 0xff, 0x22]);
    expect(parseBody('application/json', bytes).kind).toBe('problem');
    expect(parseBody('text/plain', bytes)).toEqual({ kind: 'parsed', value: '"\uFFFD"', lossy: true });
    expect(parseBody(null, bytes)).toMatchObject({ value: { base64: 'Iv8i' } });
  });

  it('keeps __proto__ as plain data', () => {
    for (const [type, body] of [
      ['application/json', '{"__proto__":{"isAdmin":true}}'],
      ['application/x-www-form-urlencoded', '__proto__=isAdmin'],
    ] as const) {
      const value = read(type, body) as object;
      expect(Object.keys(value)).toEqual(['__proto__']);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    }
  });

  it('gives back every JSON value as it was', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        expect(read('application/json', text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.option(fc.string()), fc.uint8Array(), (type, bytes) => {
        parseBody(type, bytes);
      }),
    );
  });
});
