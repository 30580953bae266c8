import { isSame } from '@millrace/shared/is-same';
import type { Condition, ConditionTerm } from '@millrace/shared/nodes/condition';
import { matchesPattern } from './matches-pattern.ts';

/**
 * Whether a condition, or a group of them, holds. Its operands are filled in already.
 *
 * - A number and a numeric text are compared as numbers; for order, two numeric texts are too. Other texts are ordered
 *   as JavaScript orders them; what cannot be compared is neither greater nor less.
 * - Missing means `undefined` or `null`; empty is missing, `''`, `[]` or `{}`.
 * - `before` and `after` read ISO 8601 texts and numbers, in milliseconds or (below 10^11) seconds since 1970.
 * @throws StepFailure for a pattern that cannot be used.
 */
export function holds(term: ConditionTerm): boolean {
  if ('all' in term) return term.all.every(holds);
  if ('any' in term) return term.any.some(holds);
  return test(term);
}

function test({ left, is, right }: Condition): boolean {
  switch (is) {
    case 'equals':
      return isAlike(left, right);
    case 'not-equals':
      return !isAlike(left, right);
    case 'greater-than':
      return order(left, right) > 0;
    case 'greater-or-equal':
      return order(left, right) >= 0;
    case 'less-than':
      return order(left, right) < 0;
    case 'less-or-equal':
      return order(left, right) <= 0;
    case 'contains':
      return contains(left, right);
    case 'not-contains':
      return !contains(left, right);
    case 'starts-with':
      return isScalar(left) && isScalar(right) && String(left).startsWith(String(right));
    case 'ends-with':
      return isScalar(left) && isScalar(right) && String(left).endsWith(String(right));
    case 'matches':
      return isScalar(left) && matchesPattern(String(left), String(right));
    case 'one-of':
      return listOf(right).some((item) => isAlike(left, item));
    case 'before':
      return instantOf(left) < instantOf(right);
    case 'after':
      return instantOf(left) > instantOf(right);
    case 'exists':
      return !isMissing(left);
    case 'is-missing':
      return isMissing(left);
    case 'is-empty':
      return isEmpty(left);
    case 'is-not-empty':
      return !isEmpty(left);
    case 'is-true':
      return left === true || left === 'true';
    case 'is-false':
      return left === false || left === 'false';
  }
}

const isMissing = (value: unknown): value is null | undefined => value === undefined || value === null;
const isScalar = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

function isEmpty(value: unknown): boolean {
  if (isMissing(value) || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** NaN for what is no number. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(value)
    ? Number(value)
    : Number.NaN;
}

/** Equal, or the same number, or the same truth value, of which one came as text. */
function isAlike(left: unknown, right: unknown): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left === right;
  if (typeof left === 'number' || typeof right === 'number') {
    const both = numberOf(left) === numberOf(right);
    if (both) return true;
  }
  if (typeof left === 'boolean' && typeof right === 'string') return String(left) === right;
  if (typeof right === 'boolean' && typeof left === 'string') return String(right) === left;
  return (isMissing(left) && isMissing(right)) || isSame(left, right);
}

/** Negative, zero or positive; NaN for what has no order. */
function order(left: unknown, right: unknown): number {
  const difference = numberOf(left) - numberOf(right);
  if (!Number.isNaN(difference)) return difference;
  if (typeof left !== 'string' || typeof right !== 'string') return Number.NaN;
  return left < right ? -1 : Number(left > right);
}

function contains(whole: unknown, part: unknown): boolean {
  if (Array.isArray(whole)) return whole.some((item) => isAlike(item, part));
  if (typeof whole === 'object' && whole !== null) return isScalar(part) && Object.hasOwn(whole, String(part));
  return isScalar(whole) && isScalar(part) && String(whole).includes(String(part));
}

/** A list, or a text with commas. */
function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'string' ? value.split(',').map((item) => item.trim()) : [value];
}

const SECONDS_BELOW = 1e11;

function instantOf(value: unknown): number {
  const number = numberOf(value);
  if (!Number.isNaN(number)) return Math.abs(number) < SECONDS_BELOW ? number * 1_000 : number;
  return typeof value === 'string' ? Date.parse(value) : Number.NaN;
}
