import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certainMisfits } from './certain-misfits.ts';
import { compileSchema } from './compile-schema.ts';
import { anything as any, anyText as text } from './unknown-value.ts';

const said = (schema: unknown, value: unknown) =>
  certainMisfits(schema)(value).map(({ path, message }) => `/${path.join('/')} ${message}`);

/** Written out, it would look like a promise. */
const THEN = 'then';
const conditional = (then: unknown) => ({ if: { properties: { a: { const: 1 } } }, [THEN]: then });

describe('certainMisfits', () => {
  const order = {
    type: 'object',
    required: ['number', 'total'],
    properties: {
      number: { type: 'string' },
      total: { type: 'number', minimum: 0 },
      state: { enum: ['open', 'paid'] },
      lines: { type: 'array', items: { $ref: '#/$defs/line' } },
    },
    additionalProperties: false,
    $defs: { line: { type: 'object', required: ['sku'] } },
  };

  it.each<[string, unknown, readonly string[]]>([
    ['takes what may fit', { number: any, total: any, state: text, lines: [any, { sku: any }] }, []],
    ['takes a whole that nobody knows', any, []],
    ['finds members that are missing', {}, ['/ must have a member "number"', '/ must have a member "total"']],
    [
      'finds wrong values, each in its place',
      { number: 12, total: -1, state: 'lost', lines: [{ sku: any }, {}] },
      [
        '/number must be a text',
        '/total must be at least 0',
        '/state must be one of "open", "paid"',
        '/lines/1 must have a member "sku"',
      ],
    ],
    ['knows that a text is no number', { number: text, total: text }, ['/total must be a number']],
    ['finds what must not be there', { number: any, total: 1, note: any }, ['/note must not be there']],
  ])('%s', (_, value, expected) => {
    expect(said(order, value)).toEqual(expected);
  });

  it.each<[string, unknown, unknown]>([
    ['not', { not: { properties: { a: { const: 1 } } } }, { a: any }],
    ['oneOf', { oneOf: [{ properties: { a: { const: 1 } } }, { required: ['a'] }] }, { a: any }],
    ['if', { if: { properties: { a: { const: 1 } } }, else: { required: ['b'] } }, { a: any }],
    ['then', conditional({ required: ['b'] }), { a: any }],
    ['enum', { enum: [[1, 2]] }, [1, any]],
    ['uniqueItems', { uniqueItems: true }, [any, any]],
    ['contains', { contains: { type: 'number' }, maxContains: 1 }, [1, any]],
    ['pattern', { pattern: '^a' }, 'b'],
    ['patternProperties', { patternProperties: { '^a': { type: 'number' } }, additionalProperties: false }, { b: '' }],
    [
      'unevaluatedProperties',
      {
        ...conditional({ properties: { b: true } }),
        properties: { a: true },
        unevaluatedProperties: false,
      },
      { a: any, b: 1 },
    ],
  ])('says nothing where %s depends on what nobody knows', (_, schema, value) => {
    expect(said(schema, value)).toEqual([]);
  });

  it('finds nothing by a schema that cannot be used, or never ends', () => {
    expect(said({ type: 'text' }, 1)).toEqual([]);
    expect(said({ $ref: '#' }, 1)).toEqual([]);
  });
});

const NAMES = ['a', 'b', 'c'];
const scalar = fc.constantFrom<unknown>(null, true, 0, 1, 2, '', 'a', 'ab');
const { value: json } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

/** Every keyword that looks at values, small enough for them to meet. */
const { schema } = fc.letrec<{ schema: unknown }>((tie) => {
  const map = fc.dictionary(fc.constantFrom(...NAMES), tie('schema'), { maxKeys: 2, noNullPrototype: true });
  const list = fc.array(tie('schema'), { minLength: 1, maxLength: 2 });
  const names = fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 2 });
  const count = fc.nat({ max: 2 });
  const type = fc.constantFrom('string', 'number', 'integer', 'boolean', 'array', 'object', 'null');
  const keywords: Record<string, fc.Arbitrary<unknown>> = {
    ...{
      type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 })),
      enum: fc.array(json),
      const: json,
    },
    ...{ minimum: count, maximum: count, minLength: count, maxLength: count, pattern: fc.constantFrom('^a', 'b$') },
    ...{ minItems: count, maxItems: count, uniqueItems: fc.boolean(), minProperties: count, maxProperties: count },
    ...{ required: names, dependentRequired: fc.dictionary(fc.constantFrom(...NAMES), names, { maxKeys: 1 }) },
    ...{ allOf: list, anyOf: list, oneOf: list, not: tie('schema') },
    ...{ if: tie('schema'), [THEN]: tie('schema'), else: tie('schema'), dependentSchemas: map },
    ...{ prefixItems: list, items: tie('schema'), contains: tie('schema'), minContains: count, maxContains: count },
    ...{ properties: map, additionalProperties: tie('schema'), propertyNames: tie('schema') },
    ...{ patternProperties: fc.dictionary(fc.constantFrom('^a', '[bc]'), tie('schema'), { maxKeys: 1 }) },
    ...{ unevaluatedItems: tie('schema'), unevaluatedProperties: tie('schema') },
  };
  const some = fc
    .uniqueArray(fc.constantFrom(...Object.keys(keywords)), { minLength: 1, maxLength: 4 })
    .chain((chosen) =>
      fc.record(Object.fromEntries(chosen.map((name) => [name, keywords[name] ?? fc.constant(true)]))),
    );
  return { schema: fc.oneof({ maxDepth: 3, withCrossShrink: true }, fc.boolean(), some) };
});

const exact = (given: unknown) => compileSchema(given, (source) => new RegExp(source, 'u'));

describe('a misfit before it runs', () => {
  /** Values in which some places are unknown, each with what comes to stand there. */
  const { templated } = fc.letrec<{ templated: { known: unknown; filled: unknown } }>((tie) => ({
    templated: fc.oneof(
      { maxDepth: 2, withCrossShrink: true },
      scalar.map((value) => ({ known: value, filled: value })),
      json.map((value) => ({ known: any, filled: value })),
      fc.constantFrom('', 'a', 'ab').map((value) => ({ known: text, filled: value })),
      fc.array(tie('templated'), { maxLength: 3 }).map((items) => ({
        known: items.map(({ known }) => known),
        filled: items.map(({ filled }) => filled),
      })),
      fc
        .dictionary(fc.constantFrom(...NAMES), tie('templated'), { maxKeys: 3, noNullPrototype: true })
        .map((members) => ({
          known: Object.fromEntries(Object.entries(members).map(([name, { known }]) => [name, known])),
          filled: Object.fromEntries(Object.entries(members).map(([name, { filled }]) => [name, filled])),
        })),
    ),
  }));

  it('is one when it runs, whatever the templates come to', () => {
    let found = 0;
    fc.assert(
      fc.property(schema, templated, (given, { known, filled }) => {
        const compiled = exact(given);
        fc.pre(compiled.kind === 'compiled');
        if (certainMisfits(given)(known).length === 0) return;
        found += 1;
        expect(compiled.kind === 'compiled' && compiled.misfit(filled)).not.toBe(undefined);
      }),
      { numRuns: 5_000 },
    );
    expect(found).toBeGreaterThan(500);
  });

  it('is found in every value without templates that does not fit, but for patterns', () => {
    fc.assert(
      fc.property(schema, json, (given, value) => {
        const compiled = exact(given);
        fc.pre(compiled.kind === 'compiled' && !/"pattern/.test(JSON.stringify(given)));
        const misfit = compiled.kind === 'compiled' ? compiled.misfit(value) : undefined;
        expect(certainMisfits(given)(value).length > 0).toBe(misfit !== undefined);
      }),
      { numRuns: 3_000 },
    );
  });
});
