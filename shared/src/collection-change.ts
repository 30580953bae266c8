import type { FieldPath } from './field-path.ts';
import { isSame } from './is-same.ts';
import { isJsonObject } from './json-object.ts';

/** Largest value of a record, in UTF-16 units of its JSON text. */
export const MAX_RECORD_LENGTH = 1_000_000;

/** A change of one record, done as a whole or not at all. Values are JSON; an empty path means the record's whole value. */
export type CollectionChange =
  | { readonly kind: 'put'; readonly value: unknown }
  | { readonly kind: 'merge'; readonly fields: unknown }
  | { readonly kind: 'increment'; readonly path: FieldPath; readonly by: number }
  | { readonly kind: 'add-to-set'; readonly path: FieldPath; readonly value: unknown }
  | { readonly kind: 'remove-from-set'; readonly path: FieldPath; readonly value: unknown }
  | { readonly kind: 'delete' };

export type ChangedValue =
  /** `value` is undefined when no record is left, or none came about. */
  | { readonly kind: 'changed' | 'unchanged'; readonly value: unknown }
  /** `message` is a sentence about the record. */
  | { readonly kind: 'refused'; readonly message: string };

/** What a field holds cannot be changed in this way. */
class Unfit extends Error {}

/**
 * The value of a record after a change. Pure; also used where no schema library may be loaded.
 * @param before its value, or undefined when there is no record
 */
export function changedValue(before: unknown, change: CollectionChange): ChangedValue {
  try {
    const after = valueAfter(before, change);
    const isUnchanged = after === before || (before !== undefined && after !== undefined && isSame(before, after));
    return { kind: isUnchanged ? 'unchanged' : 'changed', value: after };
  } catch (error) {
    if (error instanceof Unfit) return { kind: 'refused', message: error.message };
    throw error;
  }
}

function valueAfter(before: unknown, change: CollectionChange): unknown {
  switch (change.kind) {
    case 'put':
      return change.value ?? null;
    case 'delete':
      return undefined;
    case 'merge':
      if (!isJsonObject(change.fields)) throw new Unfit('Only the fields of an object can be merged into it.');
      if (before !== undefined && !isJsonObject(before)) {
        throw new Unfit(`It holds ${kindOf(before)}, and only an object has fields to merge into.`);
      }
      // Spreads define members, so that `__proto__` is one like any other.
      return { ...before, ...change.fields };
    case 'increment':
      return changeAt(before, change.path, (value, place) => {
        if (typeof (value ?? 0) !== 'number') {
          throw new Unfit(`${place} holds ${kindOf(value)}, and only a number can be incremented.`);
        }
        const sum = Number(value ?? 0) + change.by;
        if (!Number.isFinite(sum)) throw new Unfit(`${place} would become larger than any number that can be kept.`);
        return sum;
      });
    case 'add-to-set':
      return changeAt(before, change.path, (value, place) => {
        const items = itemsOf(value, place);
        return items.some((item) => isSame(item, change.value)) ? items : [...items, change.value];
      });
    case 'remove-from-set':
      // Taking something away makes nothing.
      if (valueAt(before, change.path) === undefined) return before;
      return changeAt(before, change.path, (value, place) =>
        itemsOf(value, place).filter((item) => !isSame(item, change.value)),
      );
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}

function itemsOf(value: unknown, place: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Unfit(`${place} holds ${kindOf(value)}, and only a list can be a set.`);
  return value;
}

function valueAt(value: unknown, path: FieldPath): unknown {
  let at = value;
  for (const name of path) {
    if (!isJsonObject(at) || !Object.hasOwn(at, name)) return undefined;
    at = Reflect.get(at, name);
  }
  return at;
}

/** Objects on the way are made where nothing is. */
function changeAt(
  value: unknown,
  path: FieldPath,
  change: (value: unknown, place: string) => unknown,
  depth = 0,
): unknown {
  const name = path[depth];
  const place = depth === 0 ? 'It' : `Its field ${path.slice(0, depth).join('.')}`;
  if (name === undefined) return change(value, place);
  const object = value ?? {};
  if (!isJsonObject(object)) throw new Unfit(`${place} holds ${kindOf(object)}, which has no field "${name}".`);
  return { ...object, [name]: changeAt(valueAt(object, [name]), path, change, depth + 1) };
}
