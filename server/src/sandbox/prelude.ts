/** What the prelude must not exceed; lengths are in UTF-16 units. */
export interface PreludeLimits {
  readonly maxResultLength: number;
  readonly maxLogLines: number;
  readonly maxLogLength: number;
}

/**
 * The code that runs inside QuickJS before anything untrusted does. It evaluates to
 * - `start(program, argumentsJson, isFunction, seed)`: runs a program; the answer, or `''` while promises are open;
 * - `finish()`: the answer, or `''` if the program's promise has not settled;
 * - `logs()`: the captured console as the JSON text of `LogLine[]`;
 * - `describe(error)`: an answer made of an exception.
 *
 * An answer is text: `+` or `-` (whether there are logs), then one letter and what belongs to it:
 * `V` the result's JSON; `U` undefined; `L` too large, with its length; `M` out of memory;
 * `E` the JSON of `{ name, message, stack? }`.
 *
 * Every intrinsic is taken before user code can replace it, no method is called through a prototype, and arrays are
 * not written to: a setter on `Array.prototype[0]` would see it.
 */
export function prelude(limits: PreludeLimits): string {
  return `(function () {
'use strict';
const { parse, stringify } = JSON;
const { apply } = Reflect;
const { getOwnPropertyDescriptor, defineProperty } = Object;
const { slice } = String.prototype;
const { isPrototypeOf } = Object.prototype;
const promisePrototype = Promise.prototype;
const errorPrototype = Error.prototype;
const toText = String;
const NameLimit = 200, TextLimit = 4000;

const messageOf = (value) => { try { stringify(value); } catch (error) { return error.message; } };
const circle = {};
circle.circle = circle;
const circularMessage = messageOf(circle), bigintMessage = messageOf(1n);

const isObject = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
const cut = (text, limit) => (text.length > limit ? apply(slice, text, [0, limit]) + '\u2026' : text);
const read = (object, key) => { try { return object[key]; } catch { return undefined; } };
const ownText = (object, key) => {
  try {
    const value = getOwnPropertyDescriptor(object, key)?.value;
    return typeof value === 'string' ? cut(value, TextLimit) : '';
  } catch { return ''; }
};
const show = (value) => {
  try {
    if (typeof value === 'string') return cut(value, TextLimit);
    if (!isObject(value)) return cut(typeof value === 'bigint' ? toText(value) + 'n' : toText(value), TextLimit);
    if (apply(isPrototypeOf, errorPrototype, [value])) return cut(toText(value), TextLimit);
    return cut(stringify(value) ?? (typeof value === 'function' ? '[function]' : '[object]'), TextLimit);
  } catch { return '[unreadable]'; }
};

const fail = (name, message, stack) => 'E' + stringify({ __proto__: null, name, message, stack });
const describe = (error, stackToo = true) => {
  if (!isObject(error)) return fail('Error', show(error));
  const ownName = read(error, 'name'), ownMessage = read(error, 'message');
  const name = typeof ownName === 'string' && ownName !== '' ? cut(ownName, NameLimit) : 'Error';
  const message = typeof ownMessage === 'string' ? cut(ownMessage, TextLimit) : show(error);
  if (name === 'InternalError' && message === 'out of memory') return 'M';
  return fail(name, message, stackToo ? ownText(error, 'stack') : undefined);
};
const refuse = (message) => fail('TypeError', message);

const serialise = (value) => {
  let json;
  try { json = stringify(value); } catch (error) {
    const message = isObject(error) ? read(error, 'message') : undefined;
    if (message === circularMessage) return refuse('The result refers to itself, which JSON cannot hold.');
    if (message === bigintMessage) return refuse('The result holds a BigInt, which JSON cannot hold. Make it a number or a string.');
    throw error;
  }
  if (json === undefined) return 'U';
  return json.length > ${limits.maxResultLength} ? 'L' + json.length : 'V' + json;
};

let logText = '', logLines = 0, logLength = 0, logsFull = false;
const line = (level, text) => {
  logText += (logLines++ > 0 ? ',' : '') + '{"level":"' + level + '","text":' + stringify(text) + '}';
  logLength += text.length;
};
const write = (level, values) => {
  if (logsFull) return;
  let text = '';
  for (let i = 0; i < values.length && text.length <= TextLimit; i++) text += (i > 0 ? ' ' : '') + show(values[i]);
  text = cut(text, TextLimit);
  if (logLines >= ${limits.maxLogLines} || logLength + text.length > ${limits.maxLogLength}) {
    logsFull = true;
    line('warn', 'The console was full here; what came after was dropped.');
  } else line(level, text);
};
globalThis.console = {
  debug(...values) { write('debug', values); },
  info(...values) { write('info', values); },
  log(...values) { write('info', values); },
  warn(...values) { write('warn', values); },
  error(...values) { write('error', values); },
};

// The heap is the same at the start of every call, and so would be the numbers, if they were not seeded from outside.
let seed = 0, seeded = false, a = 0, b = 0, c = 0, d = 1;
const next = () => {
  const t = (((a + b) | 0) + d) | 0;
  d = (d + 1) | 0;
  a = b ^ (b >>> 9);
  b = (c + (c << 3)) | 0;
  c = (((c << 21) | (c >>> 11)) + t) | 0;
  return t >>> 0;
};
const { random } = { random() {
  if (!seeded) {
    seeded = true;
    a = (seed / 4294967296) | 0; b = seed | 0; c = 0x9e3779b9 | 0;
    for (let i = 0; i < 12; i++) next();
  }
  return ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
} };
defineProperty(Math, 'random', { value: random, writable: true, configurable: true, enumerable: false });
// Shared memory is of no use without a second thread.
delete globalThis.SharedArrayBuffer;

let outcome = '';
const finish = () => (outcome === '' ? '' : (logLines > 0 ? '+' : '-') + outcome);

const evaluate = (thunk) => {
  try {
    const value = thunk();
    if (apply(isPrototypeOf, promisePrototype, [value])) return refuse('An expression cannot wait for a promise. Use a script node.');
    return serialise(value);
  } catch (error) { return describe(error, false); }
};
const evaluateAll = (thunks) => {
  let json = '[';
  for (let i = 0; i < thunks.length; i++) {
    const answer = evaluate(thunks[i]), kind = answer[0];
    if (kind === 'L' || kind === 'M') return answer;
    const body = kind === 'U' ? '' : apply(slice, answer, [1]);
    json += (i > 0 ? ',' : '') + (kind === 'V' ? '{"value":' : kind === 'U' ? '{"undefined":true' : '{"error":') + body + '}';
  }
  json += ']';
  return json.length > ${limits.maxResultLength} ? 'L' + json.length : 'V' + json;
};
const settle = async (program, values) => {
  try { outcome = serialise(await apply(program, undefined, values)); } catch (error) { outcome = describe(error); }
};

return {
  start(program, argumentsJson, isFunction, seedValue) {
    seed = seedValue;
    let values;
    try { values = parse(argumentsJson); } catch (error) { outcome = describe(error); return finish(); }
    if (isFunction) { settle(program, values); return ''; }
    try { outcome = evaluateAll(apply(program, undefined, values)); } catch (error) { outcome = describe(error); }
    return finish();
  },
  finish,
  logs: () => '[' + logText + ']',
  describe,
};
})()`;
}
