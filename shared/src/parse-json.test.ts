import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from './parse-json.ts';

const LIMITS = { maxDepth: 4, maxKeys: 6 };

describe('parseJson', () => {
  it('says the same as parsing first and looking afterwards', () => {
    const digits = fc.integer({ min: 190, max: 420 }).map((length) => '7'.repeat(length));
    const exponent = fc.constantFrom('', 'e5', 'E+299', 'e-400', 'e308', 'e309', 'e0400', 'E1000');
    const number = fc
      .tuple(fc.constantFrom('', '-'), fc.oneof(fc.constantFrom('1', '17976', '0'), digits), exponent)
      .map((parts) => parts.join(''));
    const text = fc
      .oneof(fc.string(), digits, fc.constantFrom('{{[[', '1e999', '\\"', '}'))
      .map((s) => JSON.stringify(s));
    const { json } = fc.letrec<{ json: string }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 6, depthSize: 'small' },
        fc.oneof(number, text, fc.constantFrom('true', 'null', '', ' 1', '[', '{"a":')),
        fc.array(tie('json'), { maxLength: 4 }).map((items) => `[${items.join(', ')}]`),
        fc
          .array(fc.tuple(text, tie('json')), { maxLength: 4 })
          .map((members) => `{${members.map(([key, value]) => `${key}:${value}`).join(',')}}`),
      ),
    }));
    fc.assert(
      fc.property(json, (source) => {
        const value = parsedByEngine(source);
        fc.pre(value !== undefined);
        const isRefused = depthOf(value) > LIMITS.maxDepth || keysIn(source) > LIMITS.maxKeys || isInfinite(value);
        const parsed = parseJson(source, LIMITS);
        expect(parsed.kind).toBe(isRefused ? 'problem' : 'parsed');
        if (parsed.kind === 'parsed') expect(parsed.value).toEqual(value);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['a row of 310 digits, wherever it stands', (before: number) => `{"${'x'.repeat(before)}":${'9'.repeat(310)}}`],
    ['a large exponent, wherever it stands', (before: number) => `["${'x'.repeat(before)}",1e400]`],
  ])('refuses %s', (_name, text) => {
    for (let before = 0; before < 420; before += 1)
      expect(parseJson(text(before))).toEqual({
        kind: 'problem',
        message: 'holds a number that is too large (the largest is about 1.8e308)',
      });
  });

  it('takes long rows of digits that stay below the largest number, or stand in a text', () => {
    expect(parseJson(`[${'9'.repeat(250)}]`).kind).toBe('parsed');
    expect(parseJson(`["${'9'.repeat(2_000)}","1e999"]`).kind).toBe('parsed');
  });
});

function parsedByEngine(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

const membersOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value) : [];

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...membersOf(value).map(depthOf)) : 0;

const isInfinite = (value: unknown): boolean =>
  typeof value === 'number' ? !Number.isFinite(value) : membersOf(value).some(isInfinite);

/** Also those that a later one of the same name replaces. */
const keysIn = (source: string): number => source.replace(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1;
