import { type Reads, scopePathsOf } from '@millrace/shared/template/scope-paths';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createSandbox, type Program } from '../sandbox/sandbox.ts';
import { prunedJson } from './pruned-json.ts';

const sandbox = createSandbox({ workers: 2 });
afterAll(() => sandbox.close());

const ROOT = 'input';
const readsOf = (source: string, kind: 'expression' | 'function-body'): Reads =>
  scopePathsOf(source, kind).get(ROOT) ?? 'whole';

/** How a program ends on the JSON text. */
async function run(program: Program, json: string) {
  const result = await sandbox.run({ program, scope: { [ROOT]: json }, timeoutMs: 5_000 });
  return result.kind === 'value' ? result : { ...result, line: undefined, column: undefined };
}

test.each<[string, unknown, string]>([
  ['input.a.b', { a: { b: 1, c: 2 }, d: 3 }, '{"a":{"b":1}}'],
  ['input.a + input.d', { a: 1, b: 2, d: [3] }, '{"d":[3],"a":1}'],
  ['input.a.b.c', { a: { x: 1 }, d: 3 }, '{"a":{"x":1}}'],
  ['input.a.toString()', { a: { x: 1 }, d: 3 }, '{"a":{"x":1}}'],
  ['input.toString()', { a: 1 }, '{"a":1}'],
  ['input.a.length', { a: [1], b: 2 }, '{"a":[1]}'],
  ['input.a.length', { a: 'text', b: 2 }, '{"a":"text"}'],
  ['input.a?.b', { a: null, b: 2 }, '{"a":null}'],
  ['input[0]', [1, 2], '[1,2]'],
  ['input.a', null, 'null'],
  ['input.__proto__.a', JSON.parse('{"__proto__":{"a":1,"b":2},"c":3}'), '{"__proto__":{"a":1}}'],
  ['input.__proto__', { a: 1 }, '{"a":1}'],
  ['input.a', { a: undefined, b: 1 }, '{"b":1}'],
])('%s of %j', (source, value, json) => {
  expect(prunedJson(value, readsOf(source, 'expression'))).toBe(json);
});

test('what is read whole is asked for', () => {
  const a = { x: 1 };
  const jsonOf = (value: unknown) => (value === a ? '"known"' : JSON.stringify(value));
  expect(prunedJson({ a, b: { c: 1, d: 2 } }, readsOf('input.a + input.b.c', 'expression'), jsonOf)).toBe(
    '{"b":{"c":1},"a":"known"}',
  );
});

const RARE = ['length', 'toString', 'map', 'call', '0', '__proto__', 'constructor'];
const key = fc.oneof({ weight: 5, arbitrary: fc.constantFrom('a', 'b') }, fc.constantFrom('hasOwnProperty', ...RARE));
const { object, json } = fc.letrec<{ object: unknown; json: unknown }>((tie) => ({
  object: fc
    .tuple(
      fc.record(
        { a: tie('json'), b: tie('json'), hasOwnProperty: tie('json'), c: tie('json') },
        { requiredKeys: ['c'] },
      ),
      fc.array(fc.tuple(fc.constantFrom(...RARE), tie('json')), { maxLength: 1 }),
    )
    .map(([usual, rare]) => Object.fromEntries([...Object.entries(usual), ...rare])),
  json: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, 0, 1.5, '', 'text'),
    fc.array(tie('json'), { maxLength: 2 }),
    { weight: 4, arbitrary: tie('object') },
  ),
}));

const access = fc.oneof(
  { weight: 4, arbitrary: key.map((name) => (name === '0' ? '[0]' : `.${name}`)) },
  { weight: 2, arbitrary: key.map((name) => (name === '0' ? '?.[0]' : `?.${name}`)) },
  { weight: 1, arbitrary: key.map((name) => `["${name}"]`) },
  { weight: 1, arbitrary: fc.constant('["a" + ""]') },
);
const chain = fc.array(access, { minLength: 1, maxLength: 3 }).map((parts) => `${ROOT}${parts.join('')}`);
const CALLS = [
  '()',
  '.toString()',
  '.hasOwnProperty("c")',
  '?.map?.((x) => x)',
  '.valueOf()',
  '.length',
  '.call(null)',
];
const read = fc.oneof(
  chain,
  fc.tuple(chain, fc.constantFrom(...CALLS)).map(([path, call]) => `${path}${call}`),
  fc
    .tuple(fc.constantFrom('Object.keys', 'JSON.stringify', 'String', 'typeof', '!'), chain)
    .map(([call, path]) => `${call}(${path})`),
  fc.tuple(chain, chain).map(([one, other]) => `(${one} ?? ${other})`),
  chain.map((path) => `{ ...${path} }`),
);

test('an expression comes to the same on what is left', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(object, json), fc.array(read, { minLength: 1, maxLength: 3 }), async (value, reads) => {
      const source = `[${reads.map((one) => `(() => { try { return ${one.startsWith('{') ? `(${one})` : one}; } catch (e) { return e.name + e.message; } })()`).join()}]`;
      const pruned = prunedJson(value, readsOf(source, 'expression')) ?? '';
      const program: Program = { kind: 'expressions', sources: [source] };
      expect(await run(program, pruned)).toEqual(await run(program, JSON.stringify(value)));
    }),
    { numRuns: 300 },
  );
});

const FUNCTION = '(function (...rest) { return [Object.keys(this ?? {}), rest]; })';
const CHANGES: readonly ((path: string) => string)[] = [
  (path) => `${path} = ${FUNCTION}`,
  (path) => `${path} = { c: 2 }`,
  (path) => `delete ${path}`,
  (path) => `[${path}] = [${FUNCTION}]`,
  (path) => `({ a: ${path} } = { a: ${FUNCTION} })`,
  (path) => `for (${path} of [${FUNCTION}]) seen.push(0)`,
];
// What stands behind a `?.` cannot be written to.
const target = chain.map((path) => path.replaceAll('?.[', '[').replaceAll('?.', '.'));
const change = fc.oneof(
  fc.tuple(target, fc.constantFrom(...CHANGES)).map(([path, by]) => `${by(path)}; seen.push(${path}("c"))`),
  fc.constant('Object.defineProperty(Object.prototype, "b", { get() { return Object.keys(this); } })'),
  read.map((one) => `seen.push(${one})`),
);

test('a script that changes what it reads comes to the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      object,
      fc.array(change, { minLength: 1, maxLength: 2 }),
      fc.array(read, { maxLength: 1 }),
      async (value, ...lists) => {
        const reads = lists[1].map((one) => `seen.push(${one})`);
        const steps = [...lists[0], ...reads].map((step) => `try { ${step}; } catch (e) { seen.push(e.name); }`);
        const body = `const seen = [];\n${steps.join('\n')}\nreturn seen;`;
        const pruned = prunedJson(value, readsOf(body, 'function-body')) ?? '';
        const program: Program = { kind: 'function', body };
        expect(await run(program, pruned)).toEqual(await run(program, JSON.stringify(value)));
      },
    ),
    { numRuns: 300 },
  );
});
