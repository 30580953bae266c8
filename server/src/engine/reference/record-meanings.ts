import { isDeepStrictEqual } from 'node:util';
import { isObject, type Seen } from './meanings.ts';

/** What a collection node does as it stands in its config, without the place of the record, and what it means. */
export interface RecordMeaning {
  readonly kind: 'change' | 'get' | 'query';
  readonly source: Record<string, unknown>;
  /** The value that the record has afterwards; undefined: none. Throws where the change is refused. */
  readonly after: (before: unknown, seen: Seen) => unknown;
}

const refuse = (): never => {
  throw new Error('That does not fit.');
};
const objectOf = (value: unknown): Record<string, unknown> => (isObject(value ?? {}) ? { ...Object(value) } : refuse());
const sumOf = (value: unknown, by: number): number =>
  typeof (value ?? 0) === 'number' ? Number(value ?? 0) + by : refuse();
const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value ?? []) ? [...((value as unknown[] | null) ?? [])] : refuse();

/** Configs of collection nodes. */
export const recordChanges: readonly RecordMeaning[] = [
  {
    ...{ kind: 'change', source: { operation: 'increment' } },
    after: (before) => sumOf(before, 1),
  },
  {
    ...{ kind: 'change', source: { operation: 'increment', field: 'n', by: '{{ trigger.body.n }}' } },
    after: (before, { trigger }) => ({ ...objectOf(before), n: sumOf(objectOf(before).n, trigger.body.n) }),
  },
  { kind: 'change', source: { operation: 'put', value: '{{ input }}' }, after: (_, { input }) => input },
  {
    ...{ kind: 'change', source: { operation: 'put', value: ['{{ trigger.body.flag }}'] } },
    after: (_, { trigger }) => [trigger.body.flag],
  },
  {
    ...{ kind: 'change', source: { operation: 'add-to-set', value: '{{ input }}' } },
    after: (before, { input }) => {
      const list = listOf(before);
      return list.some((each) => isDeepStrictEqual(each, input)) ? list : [...list, input];
    },
  },
  {
    ...{ kind: 'change', source: { operation: 'remove-from-set', value: true } },
    after: (before) => (before === undefined ? undefined : listOf(before).filter((each) => each !== true)),
  },
  {
    ...{ kind: 'change', source: { operation: 'merge', fields: '{{ input }}' } },
    after: (before, { input }) => {
      if (!isObject(input) || before === null) return refuse();
      return { ...objectOf(before), ...input };
    },
  },
  { kind: 'change', source: { operation: 'delete' }, after: () => undefined },
  { kind: 'get', source: { operation: 'get' }, after: (before) => before },
  { kind: 'query', source: { operation: 'query' }, after: (before) => before },
];
