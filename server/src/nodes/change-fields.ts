import type { FieldPath } from '@millrace/shared/field-path';
import { StepFailure } from './implement.ts';

/** Own members and items only; undefined for what is not there. */
export function getAt(value: unknown, path: FieldPath): unknown {
  let at = value;
  for (const segment of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, segment)) return undefined;
    at = Reflect.get(at, segment);
  }
  return at;
}

/**
 * A copy of the value with something else at the path; objects and lists on the way are made where nothing is.
 * Computed members and spreads define, so that `__proto__` becomes a member and changes no prototype.
 * @throws StepFailure when a text or number stands in the way, or a list would get gaps.
 */
export function setAt(value: unknown, path: FieldPath, what: unknown, depth = 0): unknown {
  const segment = path[depth];
  if (segment === undefined) return what;
  const container = value ?? (typeof segment === 'number' ? [] : {});
  if (Array.isArray(container)) {
    if (typeof segment !== 'number') throw refused(path, depth, `there is a list, which has no field "${segment}"`);
    if (segment > container.length) throw refused(path, depth, `the list there has only ${container.length} items`);
    const items = [...container];
    items[segment] = setAt(container[segment], path, what, depth + 1);
    return items;
  }
  if (typeof container !== 'object') throw refused(path, depth, `there is a ${typeof container}, which has no fields`);
  return { ...container, [segment]: setAt(getAt(container, [segment]), path, what, depth + 1) };
}

/** A copy without what is at the path; the value itself when nothing is. */
export function removeAt(value: unknown, path: FieldPath, depth = 0): unknown {
  const segment = path[depth];
  if (segment === undefined || typeof value !== 'object' || value === null || !Object.hasOwn(value, segment))
    return value;
  const isLast = depth === path.length - 1;
  if (Array.isArray(value)) {
    if (typeof segment !== 'number') return value;
    return isLast ? value.toSpliced(segment, 1) : value.with(segment, removeAt(value[segment], path, depth + 1));
  }
  if (isLast) return Object.fromEntries(Object.entries(value).filter(([key]) => key !== String(segment)));
  return { ...value, [segment]: removeAt(Reflect.get(value, segment), path, depth + 1) };
}

function refused(path: FieldPath, depth: number, why: string): StepFailure {
  const show = (segments: FieldPath) =>
    segments
      .map((segment, at) => (typeof segment === 'number' ? `[${segment}]` : `${at > 0 ? '.' : ''}${segment}`))
      .join('');
  const where = depth === 0 ? 'at the top' : `at ${show(path.slice(0, depth))}`;
  return new StepFailure(
    { code: 'cannot-set', message: `${show(path)} cannot be set: ${where} ${why}.` },
    { retryable: false },
  );
}
