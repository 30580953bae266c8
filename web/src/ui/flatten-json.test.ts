import { describe, expect, it } from 'vitest';
import { flattenJson, memberPath } from './flatten-json.ts';
import { previewJson } from './preview-json.ts';

const all = () => true;

describe('a JSON value as lines of a tree', () => {
  it('lists members in order, with JavaScript paths', () => {
    const rows = flattenJson({ id: 1, items: [{ 'line-id': 'a' }], none: {} }, 'trigger.body', all);
    expect(rows.map(({ path, depth, kind, size, open }) => [path, depth, kind, size, open])).toEqual([
      ['trigger.body', 0, 'object', 3, true],
      ['trigger.body.id', 1, 'number', 0, false],
      ['trigger.body.items', 1, 'array', 1, true],
      ['trigger.body.items[0]', 2, 'object', 1, true],
      ['trigger.body.items[0]["line-id"]', 3, 'string', 0, false],
      ['trigger.body.none', 1, 'object', 0, false],
    ]);
  });

  it('shows no member of what is closed', () => {
    expect(flattenJson({ a: { b: 1 } }, '', (_, depth) => depth === 0).map(({ path }) => path)).toEqual(['', 'a']);
  });

  it('survives any depth', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 20_000; level += 1) deep = [deep];
    expect(flattenJson(deep, '', (_, depth) => depth < 5)).toHaveLength(6);
  });

  it('quotes only names that need it', () => {
    expect(['größe', '$id', '1st', 'a b', ''].map((key) => memberPath('input', key))).toEqual([
      'input.größe',
      'input.$id',
      'input["1st"]',
      'input["a b"]',
      'input[""]',
    ]);
  });
});

describe('a value on one line', () => {
  it('is cut to what fits', () => {
    expect(previewJson('x'.repeat(50), 10)).toBe('"xxxxxxxx…');
    expect(previewJson([1], 40)).toBe('[ 1 item ]');
    expect(previewJson({ id: 1, amount: 2 }, 40)).toBe('{ id, amount }');
    expect(previewJson({ id: 1, description: 2, customer: 3 }, 12)).toBe('{ id, 2 more }');
    expect([previewJson(null, 9), previewJson({}, 9), previewJson([], 9)]).toEqual(['null', '{}', '[]']);
  });
});
