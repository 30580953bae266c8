import { describe, expect, test } from 'vitest';
import { joinScopePaths, type Reads, scopePathsOf } from './scope-paths.ts';
import { SCOPE_ROOTS } from './scope-roots.ts';

/** `trigger.body.x` for each path, the root alone where it is read whole. */
const pathsOf = (reads: Reads, path: string): string[] =>
  reads === 'whole' ? [path] : [...reads].flatMap(([key, inner]) => pathsOf(inner, `${path}.${key}`));
const listed = (paths: ReadonlyMap<string, Reads>) =>
  [...paths].flatMap(([root, reads]) => pathsOf(reads, root)).sort();
const inBody = (source: string) => listed(scopePathsOf(source, 'function-body'));
const inExpression = (source: string) => listed(scopePathsOf(source, 'expression'));

test.each([
  ['return trigger.body.items.length', ['trigger.body.items.length']],
  ['return steps["A b"].output.x + steps.C?.output?.["y"]', ['steps.A b.output.x', 'steps.C.output.y']],
  ['return input[0].a', ['input.0.a']],
  ['return (input?.a).b', ['input.a.b']],
  ['return input.a.b + input.a', ['input.a']],
  ['return input.a + input.a.b', ['input.a']],
  ['return input.a + input.b', ['input.a', 'input.b']],
  ['return input.list.map((line) => line.x + trigger.id)', ['input.list.map', 'trigger.id']],
  // A variable of its own that is called like a root is taken for it: one too many is sent, never one too few.
  ['return input.list.map((item) => item.x)', ['input.list.map', 'item']],
  ['return { ...input, n: trigger.body.n }', ['input', 'trigger.body.n']],
  ['return { input: 1, trigger() {} }', []],
  ['return "input" + x.trigger + 1 // steps', []],
  [`return \`$\{input.a}\` + input.b\`c\``, ['input.a', 'input.b']],
  ['const { a } = trigger.body; const b = input.x', ['input.x', 'trigger.body']],
  ['return trigger.body[input.key].x', ['input.key', 'trigger.body']],
  ['return input["__proto__"].x', ['input.__proto__.x']],
  ['return \\u0069nput.a', ['input.a']],
  ['await input.a; for (const x of input.b) x()', ['input.a', 'input.b']],
])('%s', (source, paths) => {
  expect(inBody(source)).toEqual(paths);
});

describe('a root is read whole that is', () => {
  test.each([
    ['bare', 'return input'],
    ['aliased', 'const i = input; return i.a'],
    ['handed on', 'return Object.keys(input) + input.a'],
    ['destructured', 'const { a } = input; return a'],
    ['taken as a parameter default', 'return ((i = input) => i.a)()'],
    ['spread', 'return { ...input }.a'],
    ['indexed by a value', 'return input[a].b'],
    ['indexed by a template', 'return input[`a`]'],
    ['used in shorthand', 'return { input }'],
    ['shadowed by a variable', 'const input = { a: 1 }; return input.a'],
    ['shadowed by a parameter', 'return [1].map((input) => input.a)'],
    ['shadowed by a pattern', 'const { input } = x; return input.a'],
    ['shadowed by a function', 'function input() {} return input.a'],
    ['assigned', 'input = 1; return input.a'],
    ['asked for its type', 'return typeof input'],
    ['looked into', 'return "a" in input'],
    ['walked over', 'for (const key in input) return input.a'],
    ['given a member', 'input.a = 1; return input.a'],
  ])('%s', (_, source) => {
    expect(inBody(source)).toEqual(['input']);
  });
});

test.each([
  'trigger.body.x = 1; return trigger.body',
  'trigger.body.x = 1; return trigger.body.x',
  'trigger.body.x++',
  'trigger.body.x ??= 1',
  'delete trigger.body.x',
  'delete trigger?.body.x',
  '[trigger.body.x] = [1]',
  '[...trigger.body.x] = [1]',
  '({ a: trigger.body.x } = b)',
  '({ a: trigger.body.x = 1, ...trigger.body.y } = b)',
  'for (trigger.body.x of [1]);',
  'for (trigger.body.x in a);',
  'trigger.body[a] = 1',
  'trigger.body[a].b = 1',
])('%s reads all of what it changes', (source) => {
  expect(inBody(source)).toEqual(['trigger.body']);
});

test.each(['return input.a + eval("1")', 'return input.a + (0, eval)("1")', 'return \\u0065val("in" + "put").a'])(
  '%s may read everything',
  (source) => {
    expect(inBody(source)).toEqual([...SCOPE_ROOTS].sort());
  },
);

test.each([
  'return input.a + arguments[0].b',
  'return input.a + Function("return 1")()',
  'with (input) a',
  'return input.a +',
  'return input.a <!-- b',
  `return ${'('.repeat(100_000)}input.a`,
])('%.40s reads all that it mentions', (source) => {
  expect(inBody(source)).toEqual(['input']);
});

test('an expression is read as what the sandbox makes of it', () => {
  expect(inExpression('input.a ?? trigger.body.b')).toEqual(['input.a', 'trigger.body.b']);
  expect(inExpression('input.a // not trigger')).toEqual(['input.a']);
  // Outside an async function it is a name, and what follows is divided.
  expect(inExpression('typeof await / trigger.a / 1')).toEqual(['trigger.a']);
  expect(inExpression('(function () { with (input) return a })()')).toEqual(['input']);
});

test('very long paths are cut', () => {
  expect(inBody(`return input${'.a'.repeat(50_000)}`)).toEqual([`input${'.a'.repeat(32)}`]);
});

test('what several sources read is put together', () => {
  const sources = ['input.a.b', 'input.a', 'input.c + steps.A.output', 'trigger', 'trigger.body'];
  const joined = joinScopePaths(sources.map((source) => scopePathsOf(source, 'expression')));
  expect(listed(joined)).toEqual(['input.a', 'input.c', 'steps.A.output', 'trigger']);
});
