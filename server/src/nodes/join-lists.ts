import type { FieldPath } from '@millrace/shared/field-path';
import type { mergeJoins } from '@millrace/shared/nodes/merge';
import { getAt } from './change-fields.ts';
import { StepFailure } from './implement.ts';

/** The most items that joining may come to: with keys that repeat, lists multiply. */
const MAX_ITEMS = 100_000;

interface List {
  readonly name: string;
  readonly items: readonly object[];
}

interface Row {
  /** Undefined where an item has no key, and so is like no other. */
  readonly key: string | undefined;
  readonly item: object;
}

/**
 * Joins lists of objects by the value at a path, one list after the other. `inner` keeps what every list has, `left` all
 * of the first list, `outer` everything; items keep the order of the first list, and what only later ones have follows.
 * Where several items have the same key, each meets each. Fields of later lists win; own fields only, so that
 * `__proto__` is one like any other.
 * @throws StepFailure when that comes to too many items
 */
export function joinLists(lists: readonly List[], path: FieldPath, join: (typeof mergeJoins)[number]): object[] {
  const [first, ...others] = lists.map(({ items }) => items.map((item): Row => ({ key: keyOf(item, path), item })));
  const rows = others.reduce((left, right) => joined(left, right, join), first ?? []);
  return rows.map(({ item }) => item);
}

function joined(left: readonly Row[], right: readonly Row[], join: (typeof mergeJoins)[number]): Row[] {
  const matches = Map.groupBy(right, ({ key }) => key);
  const rows: Row[] = [];
  const met = new Set<string>();
  for (const row of left) {
    const partners = row.key === undefined ? undefined : matches.get(row.key);
    if (row.key !== undefined && partners) {
      met.add(row.key);
      if (rows.length + partners.length > MAX_ITEMS) throw tooMany();
      // A spread defines fields, so that none of them changes a prototype.
      for (const partner of partners) rows.push({ key: row.key, item: { ...row.item, ...partner.item } });
    } else if (join !== 'inner') rows.push(row);
  }
  if (join !== 'outer') return rows;
  return [...rows, ...right.filter(({ key }) => key === undefined || !met.has(key))];
}

/** A number and the same number as text are one key; senders do not agree on which of both an id is. */
function keyOf(item: object, path: FieldPath): string | undefined {
  const value = getAt(item, path);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

function tooMany(): StepFailure {
  const message = `Combining comes to more than ${MAX_ITEMS.toLocaleString('en')} items, since many have the same key. Choose a key that says one from the other.`;
  return new StepFailure({ code: 'too-many-items', message }, { retryable: false });
}
