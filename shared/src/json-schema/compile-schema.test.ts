import { describe, expect, it } from 'vitest';
import { webhook } from '../nodes/webhook.ts';
import { compileSchema } from './compile-schema.ts';
import { checkPattern } from './pattern-syntax.ts';

describe('a schema that cannot be used', () => {
  const deep = (levels: number): unknown => (levels === 0 ? true : { items: deep(levels - 1) });

  it.each<[string, unknown, string, RegExp]>([
    ['is no schema', 'text', '', /has to be an object/],
    ['has an unknown type', { properties: { a: { type: 'text' } } }, 'properties/a/type', /"text" is no type/],
    ['has a bound of another type', { minimum: '1' }, 'minimum', /has to be a number/],
    ['is of an old draft', { exclusiveMinimum: true }, 'exclusiveMinimum', /has to be a number/],
    ['has a list of items', { items: [true] }, 'items', /prefixItems/],
    ['has dependencies', { dependencies: {} }, 'dependencies', /older draft/],
    ['refers to another one', { $ref: 'https://example.com/schema' }, '$ref', /never fetched/],
    ['refers to nothing', { $ref: '#/$defs/a' }, '$ref', /nothing at/],
    ['refers to what objects inherit', { $ref: '#/constructor' }, '$ref', /nothing at/],
    ['refers by what is there', { $dynamicRef: '#a' }, '$dynamicRef', /Use "\$ref"/],
    ['looks ahead', { pattern: '^(?=a)' }, 'pattern', /lookaround/],
    ['looks back', { patternProperties: { '(?<!a)b': true } }, 'patternProperties/(?<!a)b', /lookaround/],
    ['refers back', { pattern: '(a)\\1' }, 'pattern', /back references/],
    ['repeats too much', { pattern: 'a{1,5000}' }, 'pattern', /1000 times/],
    ['names a class at length', { pattern: '\\p{Letter}' }, 'pattern', /short names/],
    ['has a pattern that is none', { pattern: '(' }, 'pattern', /cannot be used/],
    ['is too long', { title: 'x'.repeat(100_001) }, '', /100000 characters/],
    ['is too deep', deep(5_000), '', /too deeply/],
  ])('%s', (_, schema, at, message) => {
    const compiled = compileSchema(schema, checkPattern);
    if (compiled.kind !== 'mistake') throw new Error('It was taken.');
    expect(compiled.path.join('/')).toBe(at);
    expect(compiled.message).toMatch(message);
  });

  it('is named where it stands in the webhook node', () => {
    const bodySchema = { kind: 'schema', schema: { properties: { a: { type: 'text' } } } };
    const issues = webhook.config.safeParse({ bodySchema }).error?.issues;
    expect(issues?.map(({ path }) => path.join('.'))).toEqual(['bodySchema.schema.properties.a.type']);
  });
});
