import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinLists } from './join-lists.ts';

const joins = ['inner', 'left', 'outer'] as const;
const listOf = (name: string, items: object[]) => ({ name, items });

/** Two lists, each item beside each: the slow way to say it. */
const slowly = (left: object[], right: object[], join: (typeof joins)[number]): object[] => {
  const keyOf = (item: object) => {
    const key: unknown = Object.entries(item).find(([name]) => name === 'k')?.[1];
    return key === undefined || key === null ? undefined : `${key}`;
  };
  const isPair = (one: object, other: object) => keyOf(one) !== undefined && keyOf(one) === keyOf(other);
  const kept = left.flatMap((one) => {
    const pairs = right.filter((other) => isPair(one, other)).map((other) => Object.assign({}, one, other));
    return pairs.length > 0 || join === 'inner' ? pairs : [one];
  });
  return join === 'outer' ? [...kept, ...right.filter((other) => !left.some((one) => isPair(one, other)))] : kept;
};

describe('joinLists', () => {
  it('joins as the slow way does', () => {
    const key = fc.option(fc.constantFrom<string | number | boolean | null>(1, '1', 2, true, 'true', '', null), {
      nil: undefined,
    });
    const items = (field: string) =>
      fc.array(
        fc.record({ k: key, n: fc.nat() }).map(({ k, n }) => ({ ...(k !== undefined && { k }), [field]: n, n })),
        { maxLength: 6 },
      );
    fc.assert(
      fc.property(items('a'), items('b'), items('c'), fc.constantFrom(...joins), (a, b, c, join) => {
        const lists = [listOf('A', a), listOf('B', b), listOf('C', c)];
        expect(joinLists(lists, ['k'], join)).toEqual(slowly(slowly(a, b, join), c, join));
      }),
    );
  });

  it('finds keys deep inside, own ones only', () => {
    const deep = (id: unknown, rest: object) => ({ customer: { id }, ...rest });
    const lists = [listOf('A', [deep(1, { a: 1 }), { a: 2 }]), listOf('B', [deep('1', { b: 1 })])];
    expect(joinLists(lists, ['customer', 'id'], 'inner')).toEqual([{ customer: { id: '1' }, a: 1, b: 1 }]);
    expect(joinLists([listOf('A', [{}]), listOf('B', [{}])], ['constructor', 'name'], 'inner')).toEqual([]);
  });

  it('keeps __proto__ a field like any other', () => {
    const evil = JSON.parse('{"id":1,"__proto__":{"admin":true}}');
    const [item] = joinLists([listOf('A', [{ id: 1 }]), listOf('B', [evil])], ['id'], 'inner');
    expect(JSON.stringify(item)).toBe('{"id":1,"__proto__":{"admin":true}}');
    expect(Object.getPrototypeOf(item)).toBe(Object.prototype);
    expect(joinLists([listOf('A', [evil]), listOf('B', [evil])], ['__proto__', 'admin'], 'inner')).toHaveLength(1);
  });

  it('refuses to multiply without end', () => {
    const same = Array.from({ length: 400 }, () => ({ id: 1 }));
    expect(() => joinLists([listOf('A', same), listOf('B', same)], ['id'], 'inner')).toThrow(/more than 100,000 items/);
  });
});
