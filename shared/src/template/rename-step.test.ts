import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePath } from './parse-path.ts';
import { rewriteStepName, rewriteStepNameInCode } from './rename-step.ts';

describe('rewriteStepName', () => {
  test.each([
    ['{{ steps["Old"].output }}', '{{ steps["A b"].output }}'],
    ["{{ steps['Old'].output }}", "{{ steps['A b'].output }}"],
    ['{{ steps.Old.output }}', '{{ steps["A b"].output }}'],
    ['{{ steps?.Old.output }}', '{{ steps?.["A b"].output }}'],
    ['{{ steps?.[ "Old" ] }}', '{{ steps?.["A b"] }}'],
    [`{{ \`$\{steps.Old}\` + [...steps.Old] }}`, `{{ \`$\{steps["A b"]}\` + [...steps["A b"]] }}`],
    ['steps.Old and {{ steps.Old }} and {{ 1 }}', 'steps.Old and {{ steps["A b"] }} and {{ 1 }}'],
  ])('%s', (before, after) => {
    expect(rewriteStepName(before, 'Old', 'A b')).toBe(after);
  });

  test.each([
    '{{ steps.Older }}',
    '{{ mysteps.Old }}',
    '{{ input.steps.Old }}',
    '{{ "steps.Old" }}',
    '{{ /* steps.Old */ 1 }}',
    '{{ steps["Old " ] }}',
    'steps.Old',
    '{{ steps.Old',
  ])('%s stays', (text) => {
    expect(rewriteStepName(text, 'Old', 'New')).toBe(text);
  });

  test('a dot stays a dot where the name allows it', () => {
    expect(rewriteStepNameInCode('return steps.Old.output // steps.Old', 'Old', 'New')).toBe(
      'return steps.New.output // steps.Old',
    );
  });

  test('whatever the new name is, the path leads to it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('"Old"', "'Old'"), (name, access) => {
        const source = rewriteStepNameInCode(`steps[${access}].output`, 'Old', name);
        const path = parsePath(source);
        // A path with other escapes than those of quotes is left to JavaScript, which reads it the same way.
        const key = path ? path.keys[0] : new Function('steps', `return ${source}`)(echo);
        expect(key).toBe(name);
      }),
    );
  });
});

/** Gives every step an output that is the step's own name. */
const echo = new Proxy({}, { get: (_, name) => ({ output: name }) });
