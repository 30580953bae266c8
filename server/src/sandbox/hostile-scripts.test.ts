import { afterAll, describe, expect, test } from 'vitest';
import { createSandbox, type SandboxResult } from './sandbox.ts';

const sandbox = createSandbox({ workers: 2, memoryBytes: 32 * 1024 * 1024 });
afterAll(() => sandbox.close());

const DEADLINE_MS = 300;

const run = (body: string, timeoutMs = 10_000, input: string = 'null'): Promise<SandboxResult> =>
  sandbox.run({ program: { kind: 'function', body }, scope: { input }, timeoutMs });

/** Whatever a hostile script did, the next one must find everything as it should be. */
async function expectHealthy(): Promise<void> {
  const body = 'return [Object.keys(globalThis).length, typeof [].map, JSON.stringify({ a: 1 }), {}.x === undefined]';
  const result = await run(body);
  expect(result).toEqual({ kind: 'value', json: '[1,"function","{\\"a\\":1}",true]', logs: [] });
}

describe('ends at the deadline', () => {
  test.each([
    ['an endless loop', 'for (;;);'],
    ['a loop that catches everything', 'for (;;) { try { for (;;); } catch {} finally { continue; } }'],
    ['a proxy trap loop', 'new Proxy({}, { get() { for (;;); } }).x'],
    ['a toString loop', 'return String({ toString() { for (;;); } })'],
    ['a getter that loops in the result', 'return { get a() { for (;;); } }'],
    ['a toJSON that loops', 'return { toJSON() { for (;;); } }'],
    ['an error whose getters loop', 'throw { get name() { for (;;); } }'],
    ['a thenable that loops', 'return { then() { for (;;); } }'],
    ['a catastrophic regular expression', 'return /(a+)+$/.test("a".repeat(40) + "b")'],
    [
      'a flood of promise jobs',
      'const f = () => Promise.resolve().then(f); for (let i = 0; i < 100; i++) f(); return 1',
    ],
    ['an endless chain of awaits', 'for (;;) { try { await 1; } catch {} }'],
    [
      'promises that chain themselves',
      'const f = (x) => { Promise.resolve(x).then(f); f.x = x; }; f(1); await new Promise(() => {})',
    ],
    ['a native that asks nobody', 'return new Array(4294967295).join("xxxxxxxxx")'],
  ])('%s', async (_, body) => {
    expect(await run(body, DEADLINE_MS)).toMatchObject({ kind: 'timeout', timeoutMs: DEADLINE_MS });
    await expectHealthy();
  });
});

test('ends a native that fills memory and then loops, by whichever ceiling it meets first', async () => {
  const { kind } = await run('return "a".repeat(1e6).replace(/a/g, () => { for (;;); })', DEADLINE_MS);
  expect(['timeout', 'out-of-memory']).toContain(kind);
  await expectHealthy();
});

describe('runs out of memory cleanly', () => {
  test.each([
    ['arrays', 'const a = []; for (;;) a.push(new Array(1e5).fill(1))'],
    ['array buffers', 'const a = []; for (;;) a.push(new ArrayBuffer(1e6))'],
    ['one huge typed array', 'return new Uint8Array(2 ** 30)'],
    ['one huge array buffer', 'const b = new ArrayBuffer(8, { maxByteLength: 1e9 }); b.resize(5e8); return 1'],
    ['objects', 'let o = {}; for (;;) o = { o, x: [o] }'],
    ['promises', 'const a = []; for (;;) a.push(Promise.resolve().then(() => a))'],
    ['closures', 'let f = () => 1; for (;;) { const g = f; f = () => g; }'],
    ['a map', 'const m = new Map(); for (let i = 0; ; i++) m.set(i, {})'],
    [
      'while the console is written',
      'const a = []; for (;;) { a.push("x".repeat(1e5) + a.length); console.log(a.length); }',
    ],
    [
      'while errors are made',
      'const a = []; for (;;) { try { a.push(new Array(1e5).fill(1)); } catch (e) { a.push(e); if (a.length > 1e4) throw e; } }',
    ],
  ])('%s', async (_, body) => {
    const result = await run(body, 1_500);
    // A script that swallows the refusal and goes on is ended by the deadline instead.
    expect(['out-of-memory', 'timeout']).toContain(result.kind);
    await expectHealthy();
  });
});

describe('is refused with an error', () => {
  test.each([
    ['a string that doubles', 'let s = "x"; for (;;) s += s'],
    ['a huge repeat', 'return "x".repeat(2 ** 30)'],
    ['a huge padding', 'return "x".padEnd(2 ** 30)'],
    ['a huge BigInt', 'return 2n ** (2n ** 26n)'],
    ['a function without end', 'function f() { f(); } f()'],
    ['an async function without end', 'const f = async () => { await f(); }; await f()'],
    ['parsing deep JSON', 'return JSON.parse("[".repeat(1e5) + "]".repeat(1e5))'],
    ['writing deep JSON', 'let o = []; for (let i = 0; i < 1e5; i++) o = [o]; return o'],
    ['a deep toString', 'let o = []; for (let i = 0; i < 1e5; i++) o = [o]; return String(o)'],
    ['a deep regular expression', 'return new RegExp("(".repeat(1e5) + ")".repeat(1e5)).test("a")'],
    ['deep source', 'return eval("[".repeat(1e5) + "]".repeat(1e5))'],
    ['a proxy as prototype of itself', 'const o = {}; Object.setPrototypeOf(o, new Proxy(o, {})); return o.x'],
    ['import', 'return await import("node:fs")'],
    ['an error with a message of 8 MB', 'throw new Error("x".repeat(8e6))'],
    [
      'an error with hostile getters',
      'throw { get name() { throw 1; }, get message() { throw 2; }, get stack() { throw 3; } }',
    ],
    [
      'an error that is a proxy',
      'throw new Proxy({}, { get() { throw 1; }, getOwnPropertyDescriptor() { throw 2; }, getPrototypeOf() { throw 3; } })',
    ],
    [
      'an error with a forged stack',
      'throw Object.assign(new Error("x"), { stack: "program.js:99999999:1 ".repeat(1e4) })',
    ],
    ['an error that is a revoked proxy', 'const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); throw proxy'],
    ['a promise whose constructor was replaced', 'Promise.prototype.constructor = null; return 1'],
    ['null as an error', 'throw null'],
    ['a symbol as an error', 'throw Symbol("x")'],
    ['a generator that resumes itself', 'const g = (function* () { g.next(); yield 1; })(); return g.next()'],
  ])('%s', async (_, body) => {
    const result = await run(body);
    // How far memory reaches decides between the two for some of them.
    expect(['error', 'out-of-memory']).toContain(result.kind);
    expect(JSON.stringify(result).length).toBeLessThan(6_000);
    await expectHealthy();
  });

  test('data that is nested too deeply', async () => {
    expect(await run('return input', 10_000, '['.repeat(1e5) + ']'.repeat(1e5))).toMatchObject({ kind: 'error' });
    await expectHealthy();
  });

  test('data nested a thousand deep passes', async () => {
    const deep = '['.repeat(1000) + ']'.repeat(1000);
    expect(await run('return input', 10_000, deep)).toMatchObject({ kind: 'value', json: deep });
  });
});

describe('reaches nothing of the host', () => {
  test.each([
    ['through Function', 'return (() => {}).constructor("return typeof process + typeof require")()'],
    ['through the console', 'return console.log.constructor("return typeof process + typeof require")()'],
    ['through eval', 'return (0, eval)("typeof process + typeof require")'],
    [
      'through an async function',
      'return await (async () => {}).constructor("return typeof process + typeof require")()',
    ],
    [
      'through a caught error',
      'try { null.x; } catch (e) { return e.constructor.constructor("return typeof process + typeof require")() }',
    ],
  ])('%s', async (_, body) => {
    expect(await run(body)).toMatchObject({ kind: 'value', json: '"undefinedundefined"' });
  });

  test('no timer, no network, no shared memory, no fine clock, no inner parts of the sandbox', async () => {
    const names = [
      'process',
      'require',
      'fetch',
      'setTimeout',
      'performance',
      'SharedArrayBuffer',
      'Atomics',
      'WebAssembly',
      'std',
      'os',
    ];
    const body = `return [${names.map((name) => `typeof ${name}`).join()}, Object.keys(globalThis)]`;
    expect(await run(body)).toMatchObject({ json: JSON.stringify([...names.map(() => 'undefined'), ['console']]) });
  });
});

describe('cannot falsify the answer', () => {
  test.each([
    [
      'toJSON everywhere',
      'for (const p of [Object, Array, String, Number, Boolean]) p.prototype.toJSON = () => "no"; return 1',
      '1',
    ],
    ['JSON replaced', 'JSON.stringify = () => "no"; JSON.parse = () => "no"; return { a: [1] }', '{"a":[1]}'],
    ['then replaced', 'Promise.prototype.then = () => { throw 1; }; return { a: 1 }', '{"a":1}'],
    [
      'setters on arrays',
      'for (const i of [0, 1, 2]) Object.defineProperty(Array.prototype, i, { set() { throw 1; } }); console.log(1); return 2',
      '2',
    ],
    ['species', 'Object.defineProperty(Array, Symbol.species, { get() { throw 1; } }); return [1]', '[1]'],
    ['toPrimitive', 'Object.prototype[Symbol.toPrimitive] = () => { throw 1; }; return { a: 1 }', '{"a":1}'],
    ['iterators', 'Array.prototype[Symbol.iterator] = () => { throw 1; }; console.log(1); return [1]', '[1]'],
    ['string methods', 'String.prototype.slice = () => "no"; console.log("x".repeat(1e4)); return "a"', '"a"'],
    [
      'Reflect and Object',
      'Reflect.apply = () => "no"; Object.getOwnPropertyDescriptor = () => { throw 1; }; return 1',
      '1',
    ],
    ['getters and proxies', 'return new Proxy({ get a() { return 1; } }, {})', '{"a":1}'],
    ['a key named __proto__', 'return JSON.parse(\'{"__proto__":{"x":1}}\')', '{"__proto__":{"x":1}}'],
    ['a thenable', 'return { then(resolve) { resolve(7); resolve(8); } }', '7'],
    [
      'the globals deleted',
      'const all = globalThis, { deleteProperty } = Reflect; for (const key of Reflect.ownKeys(all)) deleteProperty(all, key); return 1',
      '1',
    ],
    [
      'the prototypes frozen',
      'Object.freeze(Object.prototype); Object.freeze(Array.prototype); console.log(1); return [1]',
      '[1]',
    ],
  ])('%s', async (_, body, json) => {
    expect(await run(body)).toMatchObject({ kind: 'value', json });
    await expectHealthy();
  });

  test('nor an error’s report', async () => {
    const body = 'Object.prototype.toJSON = () => "no"; Error.prototype.toJSON = () => "no"; null.x';
    expect(await run(body)).toMatchObject({
      kind: 'error',
      name: 'TypeError',
      message: "cannot read property 'x' of null",
    });
  });
});
