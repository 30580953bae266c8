import { afterAll, describe, expect, test } from 'vitest';
import { createSandbox, type ExpressionResult, type SandboxResult } from './sandbox.ts';

const sandbox = createSandbox({ workers: 2 });
afterAll(() => sandbox.close());

const run = (body: string, scope: Record<string, unknown> = {}, timeoutMs = 5_000): Promise<SandboxResult> =>
  sandbox.run({ program: { kind: 'function', body }, scope: asJson(scope), timeoutMs });

async function evaluate(sources: string[], scope: Record<string, unknown> = {}): Promise<ExpressionResult[]> {
  const result = await sandbox.run({
    program: { kind: 'expressions', sources },
    scope: asJson(scope),
    timeoutMs: 5_000,
  });
  if (result.kind !== 'value' || result.json === undefined) throw new Error(JSON.stringify(result));
  return JSON.parse(result.json);
}

async function value(body: string, scope: Record<string, unknown> = {}): Promise<unknown> {
  const result = await run(body, scope);
  if (result.kind !== 'value') throw new Error(JSON.stringify(result));
  return result.json === undefined ? undefined : JSON.parse(result.json);
}

function asJson(scope: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(scope).map(([name, data]) => [name, JSON.stringify(data)]));
}

describe('a script', () => {
  test('gets its scope and returns a value', async () => {
    const items = [
      { price: 2, quantity: 3 },
      { price: 1, quantity: 1 },
    ];
    const body = 'return { ...input, total: trigger.body.items.reduce((sum, i) => sum + i.price * i.quantity, 0) };';
    expect(await value(body, { input: { a: 1 }, trigger: { body: { items } } })).toEqual({ a: 1, total: 7 });
  });

  test('may await what settles inside', async () => {
    expect(await value('const a = await Promise.all([1, Promise.resolve(2)]); return a;')).toEqual([1, 2]);
    expect(
      await value('async function* g() { yield 1; yield 2; } let s = 0; for await (const x of g()) s += x; return s;'),
    ).toBe(3);
  });

  test('returns undefined for nothing', async () => {
    expect(await run('1')).toEqual({ kind: 'value', json: undefined, logs: [] });
    expect(await run('return () => 1')).toEqual({ kind: 'value', json: undefined, logs: [] });
  });

  test('may declare names that are also in scope', async () => {
    expect(await value('const input = 2; return input;', { input: 1 })).toBe(2);
  });

  test('finds no name that was not given', async () => {
    expect(await run('return secrets')).toMatchObject({
      kind: 'error',
      name: 'ReferenceError',
      message: "'secrets' is not defined",
    });
  });

  test('hands any text through unchanged', async () => {
    const texts = ['\u0000', '\ud800', 'é ☃ 😀', '\u2028', '"\\', '__proto__'];
    expect(await value('return input', { input: texts })).toEqual(texts);
  });

  test('tells the time in milliseconds and draws new random numbers in every call', async () => {
    const before = Date.now();
    const at = Number(await value('return Date.now()'));
    expect(Number.isInteger(at) && at >= before && at <= Date.now()).toBe(true);
    const draws = await Promise.all(Array.from({ length: 20 }, () => value('return Math.random()')));
    expect(new Set(draws).size).toBe(20);
    expect(draws.every((draw) => Number(draw) >= 0 && Number(draw) < 1)).toBe(true);
  });

  test('an error names the line of the person’s own source', async () => {
    expect(await run('const a = 1;\n  null.x;')).toMatchObject({
      kind: 'error',
      name: 'TypeError',
      line: 2,
      column: 7,
    });
    expect(await run('return 1 +')).toMatchObject({ kind: 'error', name: 'SyntaxError', line: 1, column: 11 });
    expect(await run('return import.meta')).toMatchObject({ kind: 'error', name: 'SyntaxError' });
  });

  test('cannot close the function it stands in', async () => {
    expect(await run('}); globalThis.x = 1; (async () => {')).toMatchObject({ kind: 'error', name: 'SyntaxError' });
  });

  test('scope that is no JSON is an error, not a crash', async () => {
    const call = { program: { kind: 'function', body: 'return 1' }, scope: { input: '{' }, timeoutMs: 1_000 } as const;
    expect(await sandbox.run(call)).toMatchObject({ kind: 'error', name: 'SyntaxError' });
  });
});

describe('the console', () => {
  test('is captured with its levels', async () => {
    const result = await run(
      'console.log("a", { b: 1 }, [2], null); console.warn(new TypeError("c")); console.error(1n); console.debug()',
    );
    expect(result).toMatchObject({
      logs: [
        { level: 'info', text: 'a {"b":1} [2] null' },
        { level: 'warn', text: 'TypeError: c' },
        { level: 'error', text: '1n' },
        { level: 'debug', text: '' },
      ],
    });
  });

  test('survives an error and a deadline', async () => {
    expect(await run('console.log("before"); throw 1')).toMatchObject({ kind: 'error', logs: [{ text: 'before' }] });
    expect(await run('console.log("before"); for (;;);', {}, 50)).toMatchObject({
      kind: 'timeout',
      logs: [{ text: 'before' }],
    });
  });

  test.each([
    ['lines', 'for (let i = 0; i < 1e4; i++) console.log(i)'],
    ['length', 'for (let i = 0; i < 1e4; i++) console.log("x".repeat(3e3))'],
    ['one line', 'console.log("x".repeat(1e6))'],
    ['arguments', 'console.log(...new Array(1e4).fill("x".repeat(100)))'],
  ])('a flood of %s is cut', async (_, body) => {
    const result = await run(body);
    if (result.kind !== 'value') throw new Error(JSON.stringify(result));
    expect(result.logs.length).toBeLessThanOrEqual(201);
    expect(result.logs.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(70_000);
  });
});

describe('expressions', () => {
  test('are evaluated together, each with its own outcome', async () => {
    expect(
      await evaluate(['input.a + 1', '{ b: input.a }', 'undefined', 'null.x', '0 / 0', '1n'], { input: { a: 1 } }),
    ).toEqual([
      { value: 2 },
      { value: { b: 1 } },
      { undefined: true },
      { error: { name: 'TypeError', message: "cannot read property 'x' of null" } },
      { value: null },
      {
        error: {
          name: 'TypeError',
          message: 'The result holds a BigInt, which JSON cannot hold. Make it a number or a string.',
        },
      },
    ]);
  });

  test('do not wait', async () => {
    expect(await evaluate(['Promise.resolve(1)'])).toMatchObject([{ error: { name: 'TypeError' } }]);
  });

  test.each(['1)(2', '1), (2', 'a; b', '', '})'])('%s is not one', async (source) => {
    const call = { program: { kind: 'expressions', sources: [source] }, scope: {}, timeoutMs: 1_000 } as const;
    expect(await sandbox.run(call)).toMatchObject({ kind: 'error', name: 'SyntaxError' });
  });

  test('see nothing of each other’s mutations after the call', async () => {
    expect(await evaluate(['(globalThis.a = 1)', 'globalThis.a'])).toEqual([{ value: 1 }, { value: 1 }]);
    expect(await evaluate(['globalThis.a'])).toEqual([{ undefined: true }]);
  });
});

describe('results', () => {
  test('too large is said, not sent', async () => {
    expect(await run('return "x".repeat(6e6)')).toMatchObject({
      kind: 'result-too-large',
      limitBytes: 5 * 1024 * 1024,
    });
    expect(await run('return "é".repeat(3e6)')).toMatchObject({ kind: 'result-too-large' });
  });

  test.each([
    ['const a = {}; a.a = a; return a', /refers to itself/],
    ['return { a: 1n }', /BigInt/],
    ['await new Promise(() => {})', /never settled/],
  ])('%s has a sentence of its own', async (body, message) => {
    expect(await run(body)).toMatchObject({ kind: 'error', message: expect.stringMatching(message) });
  });
});
