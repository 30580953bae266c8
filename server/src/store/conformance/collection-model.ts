import { isDeepStrictEqual } from 'node:util';
import type { CollectionChange } from '@millrace/shared/collection-change';

type Entry = { value: unknown; revision: number };
/** What a change comes to: the value after it, or `undefined` for no record. */
type Result = { readonly value: unknown } | 'refused';

/** Collections as plain as can be, to compare the store with: maps in memory, and values changed in place. */
export class CollectionModel {
  readonly #collections = new Map<string, Map<string, Entry>>();

  change(collection: string, key: string, change: CollectionChange): unknown {
    const records = this.#collections.get(collection) ?? new Map<string, Entry>();
    this.#collections.set(collection, records);
    const entry = records.get(key);
    const result = resultOf(entry && structuredClone(json(entry.value)), change);
    if (result === 'refused') return 'refused';
    const value = json(result.value);
    const changed = entry === undefined ? value !== undefined : !isSameJson(value, entry.value);
    const revision = (entry?.revision ?? 0) + (changed ? 1 : 0);
    if (value === undefined) records.delete(key);
    else records.set(key, { value, revision });
    const isThere = value !== undefined;
    return {
      existed: entry !== undefined,
      changed,
      value: isThere ? value : null,
      revision: isThere ? revision : null,
    };
  }

  /** In the order of code points. */
  records(collection: string): [string, unknown][] {
    return [...(this.#collections.get(collection) ?? [])]
      .map(([key, { value }]): [string, unknown] => [key, value])
      .sort(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  }
}

const json = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
const isSameJson = (one: unknown, other: unknown): boolean => isDeepStrictEqual(json(one), json(other));
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const define = (object: object, name: string, value: unknown) =>
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });

function resultOf(value: unknown, change: CollectionChange): Result {
  switch (change.kind) {
    case 'put':
      return { value: change.value };
    case 'delete':
      return { value: undefined };
    case 'merge': {
      if (!isObject(change.fields) || (value !== undefined && !isObject(value))) return 'refused';
      const merged = value ?? {};
      for (const [name, field] of Object.entries(change.fields)) define(merged, name, field);
      return { value: merged };
    }
    case 'increment':
      return at(value, change.path, (number) =>
        typeof (number ?? 0) === 'number' ? { value: Number(number ?? 0) + change.by } : 'refused',
      );
    case 'add-to-set':
      return at(value, change.path, (items) => {
        if (!Array.isArray(items ?? [])) return 'refused';
        const list = [...((items as unknown[] | null | undefined) ?? [])];
        if (!list.some((item) => isSameJson(item, change.value))) list.push(change.value);
        return { value: list };
      });
    case 'remove-from-set': {
      let found = value;
      for (const name of change.path.map(String)) {
        found = isObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
      }
      if (found === undefined) return { value };
      return at(value, change.path, (items) =>
        Array.isArray(items ?? [])
          ? { value: ((items as unknown[] | null) ?? []).filter((item) => !isSameJson(item, change.value)) }
          : 'refused',
      );
    }
  }
}

function at(value: unknown, path: readonly (string | number)[], change: (value: unknown) => Result): Result {
  if (path.length === 0) return change(value);
  const root = value ?? {};
  let holder: unknown = root;
  for (const [depth, segment] of path.entries()) {
    if (!isObject(holder)) return 'refused';
    const name = String(segment);
    const inside: unknown = Object.hasOwn(holder, name)
      ? Object.getOwnPropertyDescriptor(holder, name)?.value
      : undefined;
    if (depth === path.length - 1) {
      const result = change(inside);
      if (result === 'refused') return 'refused';
      define(holder, name, result.value);
    } else {
      const next = inside ?? {};
      define(holder, name, next);
      holder = next;
    }
  }
  return { value: root };
}
