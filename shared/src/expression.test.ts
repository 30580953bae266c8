import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkExpression } from './expression.ts';

describe('an expression', () => {
  test.each(['1 + 1', '{ a: 1 }.a', '(1)', ' a ? b : c /* d */ // e', '(a, b)', 'async () => await x', '((1))(2)'])(
    '%s parses',
    (source) => {
      expect(checkExpression(source, 'expression')).toBeUndefined();
    },
  );

  test.each(['', ' /* nothing */ ', '1)(2', 'a; b', 'a b', 'const a = 1', 'await x', 'a #', '1 +', '"', 'import.meta'])(
    '%s does not',
    (source) => {
      const problem = checkExpression(source, 'expression');
      expect(problem?.message).toMatch(/ \(line 1, column \d+\)\.$/);
    },
  );

  test('the place is counted from 1', () => {
    expect(checkExpression('a +\n  b c', 'expression')).toMatchObject({ line: 2, column: 5 });
  });
});

describe('a function body', () => {
  test.each([
    '',
    'return 1',
    'await x; return { ...y }',
    'const input = 1;',
    'return await import("a")',
    'return 1 // end',
  ])('%s parses', (source) => {
    expect(checkExpression(source, 'function-body')).toBeUndefined();
  });

  test.each([
    '}); go(); (() => {',
    'return }',
    'import a from "b"',
    'export const a = 1',
    'let a; let a',
    'with (a) {}',
    'if (',
  ])('%s does not', (source) => {
    expect(checkExpression(source, 'function-body')?.message).toMatch(/ \(line \d+, column \d+\)\.$/);
  });
});

test('never throws', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('expression' as const, 'function-body' as const),
      (source, kind) => {
        const problem = checkExpression(source, kind);
        expect(problem === undefined || problem.line >= 1).toBe(true);
      },
    ),
  );
  expect(checkExpression('('.repeat(100_000), 'expression')).toBeDefined();
});
