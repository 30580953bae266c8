/** What code or a condition sees. */
export interface Seen {
  readonly input: unknown;
  readonly trigger: { readonly body: Payload };
  readonly item: unknown;
  readonly index: number;
}

/** What random executions are sent. */
export interface Payload {
  /** Tells the requests of one execution from those of others. */
  readonly run: string;
  readonly n: number;
  readonly flag: boolean;
  readonly list: readonly unknown[];
  readonly rows: readonly { readonly n: number }[];
}

/** Code or a condition as it stands in a config, and what it means. */
export interface Meaning<Source> {
  readonly source: Source;
  readonly of: (seen: Seen) => unknown;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const memberN = (value: unknown): unknown => {
  if (value === null || value === undefined) throw new Error('Nothing has no members.');
  return Reflect.get(Object(value), 'n');
};
const refuse = (): never => {
  throw new Error('no');
};

/** Bodies of scripts. */
export const scripts: readonly Meaning<string>[] = [
  { source: 'return input;', of: ({ input }) => input },
  { source: 'return { v: input };', of: ({ input }) => ({ v: input }) },
  { source: 'return [input, 1];', of: ({ input }) => [input, 1] },
  { source: 'await null; return trigger.body.rows;', of: ({ trigger }) => trigger.body.rows },
  { source: 'return trigger.body.list;', of: ({ trigger }) => trigger.body.list },
  {
    source: 'return Array.isArray(input) ? input.length : null;',
    of: ({ input }) => (Array.isArray(input) ? input.length : null),
  },
  { source: 'return;', of: () => null },
  { source: 'throw new Error("no");', of: refuse },
  {
    source: 'if (trigger.body.n % 2 === 1) throw new Error("odd"); return input;',
    of: ({ input, trigger }) => (trigger.body.n % 2 === 1 ? refuse() : input),
  },
];
export const scriptsInside: readonly Meaning<string>[] = [
  ...scripts,
  { source: 'return { item, index };', of: ({ item, index }) => ({ item, index }) },
  {
    source: 'if (index === 1) throw new Error("second"); return index;',
    of: ({ index }) => (index === 1 ? refuse() : index),
  },
];

type FilterConfig = Record<string, unknown>;
const overTwo = { left: '{{ trigger.body.n }}', is: 'greater-than', right: 2 };
const isFlagged = { left: '{{ trigger.body.flag }}', is: 'is-true' };

/** Configs of filters. */
export const filters: readonly Meaning<FilterConfig>[] = [
  { source: { all: [overTwo] }, of: ({ trigger }) => trigger.body.n > 2 },
  { source: { all: [isFlagged] }, of: ({ trigger }) => trigger.body.flag },
  { source: { any: [overTwo, isFlagged] }, of: ({ trigger }) => trigger.body.n > 2 || trigger.body.flag },
  { source: { all: [overTwo, isFlagged] }, of: ({ trigger }) => trigger.body.n > 2 && trigger.body.flag },
  {
    source: { all: [{ left: '{{ input }}', is: 'is-not-empty' }] },
    of: ({ input }) => input !== null && !(typeof input === 'object' && Object.keys(input).length === 0),
  },
  { source: { expression: 'input.n > 1' }, of: ({ input }) => Number(memberN(input)) > 1 },
  { source: { expression: 'typeof input === "object"' }, of: ({ input }) => typeof input === 'object' },
];
export const filtersInside: readonly Meaning<FilterConfig>[] = [
  ...filters,
  { source: { all: [{ left: '{{ index }}', is: 'less-than', right: 2 }] }, of: ({ index }) => index < 2 },
  { source: { expression: 'item !== 1' }, of: ({ item }) => item !== 1 },
];

/** Fields that a transform may move about; each is a member at the top. */
interface TransformConfig {
  readonly keep?: 'all' | 'none' | readonly string[];
  readonly rename?: readonly { readonly from: string; readonly to: string }[];
  readonly remove?: readonly string[];
  readonly set?: readonly { readonly path: string; readonly value: unknown }[];
  readonly expression?: string;
}
const member = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
const put = (value: unknown, name: string, what: unknown): unknown =>
  isObject(value ?? {}) ? { ...(value as object | null), [name]: what } : refuse();
const without = (value: unknown, name: string): unknown =>
  isObject(value) ? Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)) : value;

/** Configs of transforms. */
export const transforms: readonly Meaning<TransformConfig>[] = [
  // It builds an object, also out of nothing.
  { source: { keep: 'all' }, of: ({ input }) => input ?? {} },
  {
    source: { keep: 'none', set: [{ path: 'was', value: '{{ input }}' }] },
    of: ({ input }) => ({ was: input }),
  },
  {
    source: { set: [{ path: 'x', value: '{{ trigger.body.n }}' }] },
    of: ({ input, trigger }) => put(input, 'x', trigger.body.n),
  },
  {
    source: { keep: ['n', 'list'], rename: [{ from: 'n', to: 'm' }] },
    of: ({ input }) => {
      const [n, list] = [member(input, 'n'), member(input, 'list')];
      return { ...(list !== undefined && { list }), ...(n !== undefined && { m: n }) };
    },
  },
  {
    source: { remove: ['flag'], set: [{ path: 'k', value: 'a {{ trigger.body.n }}' }] },
    of: ({ input, trigger }) => put(without(input, 'flag'), 'k', `a ${trigger.body.n}`),
  },
  { source: { expression: '({ v: input })' }, of: ({ input }) => ({ v: input }) },
  {
    source: { expression: 'input.n + 1' },
    of: ({ input }) => {
      const sum = Number(memberN(input)) + 1;
      return Number.isNaN(sum) ? null : sum;
    },
  },
];

/** The conditions of a switch with the branches a and b. */
export const switches: readonly Meaning<readonly [unknown, unknown]>[] = [
  { source: [overTwo, isFlagged], of: ({ trigger }) => [trigger.body.n > 2, trigger.body.flag] },
  { source: [isFlagged, overTwo], of: ({ trigger }) => [trigger.body.flag, trigger.body.n > 2] },
];
export const switchesInside: readonly Meaning<readonly [unknown, unknown]>[] = [
  ...switches,
  {
    source: [{ left: '{{ index }}', is: 'equals', right: 0 }, isFlagged],
    of: ({ index, trigger }) => [index === 0, trigger.body.flag],
  },
];

/** No longer than the clock of the test is set forward by. */
export const LONG = { kind: 'duration', amount: 30, unit: 'minutes' };

/** What delays wait for; nothing comes of it but their input. */
export const pauses: readonly Meaning<Record<string, unknown>>[] = [
  { source: { kind: 'duration', amount: 0.001, unit: 'seconds' }, of: ({ input }) => input },
  { source: LONG, of: ({ input }) => input },
  { source: { kind: 'instant', at: '2020-01-01T00:00:00Z' }, of: ({ input }) => input },
  { source: { kind: 'duration', amount: 0, unit: 'days' }, of: ({ input }) => input },
  // Within milliseconds of 1970.
  { source: { kind: 'instant', at: '{{ trigger.body.n }}' }, of: ({ input }) => input },
  { source: { kind: 'instant', at: '{{ trigger.body.flag }}' }, of: refuse },
];

/** How the server behaves towards a request that asks it to, the n-th time that it sees its key, from 1. */
export const behaviours = ['take', 'take', 'refuse', 'picky', 'down', 'late-1', 'late-2'] as const;
export type Behaviour = (typeof behaviours)[number];
export function statusFor(does: Behaviour, value: unknown, time: number): number {
  if (does === 'refuse') return 400;
  if (does === 'down') return 503;
  if (does === 'picky') return value === null || (typeof value === 'number' && value % 2 === 1) ? 422 : 200;
  return does === 'late-1' && time < 2 ? 503 : does === 'late-2' && time < 3 ? 429 : 200;
}
