import type { Condition } from '@millrace/shared/nodes/condition';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holds } from './condition.ts';

const check = (left: unknown, is: Condition['is'], right?: unknown) => holds({ left, is, right });

describe('holds', () => {
  it.each<[unknown, Condition['is'], unknown, boolean]>([
    [1, 'equals', 1, true],
    [1, 'equals', '1', true],
    ['1.0', 'equals', 1, true],
    ['007', 'equals', '7', false],
    [true, 'equals', 'true', true],
    [{ a: [1, { b: null }] }, 'equals', { a: [1, { b: null }] }, true],
    [{ a: 1, b: 2 }, 'equals', { b: 2, a: 1 }, true],
    [{ a: 1 }, 'equals', { a: 1, b: 2 }, false],
    [[1, 2], 'equals', [2, 1], false],
    [null, 'equals', undefined, true],
    [0, 'equals', '', false],
    ['a', 'not-equals', 'b', true],
    ['1200', 'greater-than', 1000, true],
    ['1200', 'greater-than', '1000', true],
    ['9', 'less-than', '10', true],
    ['apple', 'less-than', 'banana', true],
    ['apple', 'less-than', 5, false],
    [undefined, 'less-than', 5, false],
    [undefined, 'greater-or-equal', 5, false],
    [5, 'greater-or-equal', 5, true],
    [5, 'less-or-equal', 5, true],
    ['a fox', 'contains', 'fox', true],
    [[1, '2', { a: 1 }], 'contains', 2, true],
    [[1, { a: 1 }], 'contains', { a: 1 }, true],
    [{ key: 1 }, 'contains', 'key', true],
    [{ key: 1 }, 'contains', 'toString', false],
    [undefined, 'contains', 'x', false],
    [undefined, 'not-contains', 'x', true],
    ['order-1', 'starts-with', 'order', true],
    [12, 'starts-with', 1, true],
    ['order-1', 'ends-with', 1, true],
    [null, 'starts-with', 'null', false],
    ['ab12', 'matches', '^[a-z]+\\d+$', true],
    ['ab', 'matches', '\\d', false],
    ['b', 'one-of', ['a', 'b'], true],
    [2, 'one-of', '1, 2', true],
    ['c', 'one-of', 'a,b', false],
    ['2026-01-01T00:00:00Z', 'before', '2026-01-01T01:30:00+01:00', true],
    [1_767_225_600, 'after', '2025-12-31', true],
    ['not a date', 'before', '2026-01-01', false],
    ['not a date', 'after', '2026-01-01', false],
    [0, 'exists', undefined, true],
    [null, 'exists', undefined, false],
    [undefined, 'is-missing', undefined, true],
    ['', 'is-empty', undefined, true],
    [[], 'is-empty', undefined, true],
    [{}, 'is-empty', undefined, true],
    [0, 'is-empty', undefined, false],
    [[0], 'is-not-empty', undefined, true],
    [true, 'is-true', undefined, true],
    [1, 'is-true', undefined, false],
    ['false', 'is-false', undefined, true],
  ])('%j %s %j: %s', (left, is, right, expected) => {
    expect(check(left, is, right)).toBe(expected);
  });

  it('nests groups', () => {
    const yes = { left: 1, is: 'equals', right: 1 } as const;
    const no = { left: 1, is: 'equals', right: 2 } as const;
    expect(holds({ all: [yes, { any: [no, yes] }] })).toBe(true);
    expect(holds({ all: [yes, { any: [no, { all: [yes, no] }] }] })).toBe(false);
    expect(holds({ any: [] })).toBe(false);
  });

  it('is never both equal and not equal, less and greater', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        expect(check(left, 'equals', right)).toBe(!check(left, 'not-equals', right));
        expect(check(left, 'less-than', right) && check(left, 'greater-than', right)).toBe(false);
        expect(check(left, 'equals', structuredClone(left))).toBe(true);
      }),
    );
  });

  it('says what is wrong with a pattern', () => {
    expect(() => check('x', 'matches', '(')).toThrow(/pattern/);
    expect(() => check('x', 'matches', '(?=x)')).toThrow(/pattern/);
    expect(() => check('x', 'matches', 'a'.repeat(1_001))).toThrow(/1000/);
    expect(() => check('x'.repeat(100_001), 'matches', 'x')).toThrow(/100000/);
  });

  it('is not held up by a pattern that would explode elsewhere', () => {
    expect(check(`${'a'.repeat(5_000)}!`, 'matches', '^(a+)+$')).toBe(false);
    expect(() => check('x', 'matches', '((a{1000}){1000}){1000}')).toThrow(/pattern/);
  });
});
