import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossesOf } from './losses.ts';

const ofJson = (text: string) => lossesOf('application/json', Buffer.from(text));

/** A decimal as a fraction of whole numbers, computed apart from how the reader compares. */
const fractionOf = (text: string): readonly [numerator: bigint, denominator: bigint] => {
  const [mantissa = '', power = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const shift = Number(power) - fraction.length;
  const digits = BigInt(`${whole}${fraction}`.replace('-', '') || '0') * (whole.startsWith('-') ? -1n : 1n);
  return shift >= 0 ? [digits * 10n ** BigInt(shift), 1n] : [digits, 10n ** BigInt(-shift)];
};
const isSame = (one: string, other: string): boolean => {
  const [[a, b], [c, d]] = [fractionOf(one), fractionOf(other)];
  return a * d === c * b;
};

const digits = (maxLength: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength }).map((all) => all.join(''));
const number = fc
  .record({
    sign: fc.constantFrom('', '-'),
    whole: fc.oneof(
      fc.constant('0'),
      digits(22).map((text) => `1${text}`),
    ),
    fraction: fc.option(digits(22), { nil: undefined }),
    power: fc.option(fc.record({ e: fc.constantFrom('e', 'E', 'e+', 'e-'), by: fc.integer({ min: 0, max: 330 }) }), {
      nil: undefined,
    }),
  })
  .map(({ sign, whole, fraction, power }) => {
    const exponent = power === undefined ? '' : `${power.e}${power.by}`;
    return `${sign}${whole}${fraction === undefined ? '' : `.${fraction}`}${exponent}`;
  });

describe('lossesOf', () => {
  it('tells each number that is not written back as it came, and no other', () => {
    fc.assert(
      fc.property(number, (text) => {
        const value = Number(text);
        fc.pre(Number.isFinite(value));
        const isExact = isSame(text, String(value)) && !(value === 0 && text.startsWith('-'));
        expect(ofJson(`{"a":[0,${text}]}`)).toEqual(
          isExact ? [] : [`${text} at a[1] cannot be held exactly; the raw body keeps it.`],
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('has nothing to tell of what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(ofJson(JSON.stringify(value))).toEqual([]);
      }),
    );
  });

  it('tells ten, and how many more there are', () => {
    const losses = ofJson(`[${Array(13).fill('1e-400').join()}]`);
    expect(losses).toHaveLength(11);
    expect(losses[0]).toBe('1e-400 at [0] cannot be held exactly; the raw body keeps it.');
    expect(losses[10]).toBe('There are 3 more of this kind.');
  });

  it('shows a long number by its beginning', () => {
    expect(ofJson('9'.repeat(100))).toEqual([
      `${'9'.repeat(60)}… in the body cannot be held exactly; the raw body keeps it.`,
    ]);
  });

  it.each<[string | null, string, readonly string[]]>([
    [null, '12345678901234567890', ['12345678901234567890 in the body cannot be held exactly; the raw body keeps it.']],
    [null, 'a 12345678901234567890', []],
    ['text/plain', '12345678901234567890', []],
    ['application/json', '"12345678901234567890"', []],
    ['application/json', '{"__proto__":-0}', ['-0 at __proto__ cannot be held exactly; the raw body keeps it.']],
    ['application/octet-stream', '12345678901234567890', []],
    ['application/json', '{"a":', []],
  ])('of %s %s are %j', (type, body, losses) => {
    expect(lossesOf(type, Buffer.from(body))).toEqual(losses);
  });

  it('never throws, whatever came', () => {
    const type = fc.constantFrom(
      ...[null, '', 'application/json', 'application/x-ndjson', 'text/plain', 'application/x-www-form-urlencoded'],
      ...['multipart/form-data; boundary=cut', 'image/png', 'text/plain; charset=utf-16'],
    );
    const body = fc.oneof(
      fc.uint8Array(),
      fc.string({ unit: 'binary' }).map((text) => new Uint8Array(Buffer.from(text))),
      fc.json().map((text) => new Uint8Array(Buffer.from(`${text}\n${text}`))),
    );
    fc.assert(fc.property(type, body, (type, body) => lossesOf(type, body).every((told) => told !== '')));
  });
});
