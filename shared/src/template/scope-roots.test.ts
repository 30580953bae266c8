import { expect, test } from 'vitest';
import { rootsOf, SCOPE_ROOTS } from './scope-roots.ts';

test.each([
  ['return input.a + trigger.body', ['input', 'trigger']],
  [`\`$\{input}\``, ['input']],
  ['{ ...steps["A"].output }', ['steps']],
  ['$input + inputs + my_input', []],
  ['"secrets"', ['secrets']],
  ['1 + 1', []],
])('%s', (source, roots) => {
  expect([...rootsOf(source)].sort()).toEqual([...roots].sort());
});

test.each(['eval("in" + "put")', '\\u0069nput.a'])('%s may mean all of them', (source) => {
  expect([...rootsOf(source)]).toEqual([...SCOPE_ROOTS]);
});
