import { z } from 'zod';

/** A place in a value: names of members and indices of lists. */
export type FieldPath = readonly (string | number)[];

/** Highest index that a path may name, so that one field cannot make a list of millions. */
const MAX_INDEX = 9_999;

/** A name without punctuation, `[0]`, or `["any name"]`. */
const SEGMENT = /(?:^|(?!^)\.)([^.[\]"']+)|\[(\d{1,4})\]|\[("(?:[^"\\]|\\.)*")\]/y;

/**
 * Reads `customer.email`, `items[0].price` or `labels["a.b"]`; undefined when the text is no path. A name is always a
 * member of the data itself: `__proto__` is one like any other.
 */
export function parseFieldPath(text: string): FieldPath | undefined {
  const path: (string | number)[] = [];
  SEGMENT.lastIndex = 0;
  let end = 0;
  while (end < text.length) {
    const match = SEGMENT.exec(text);
    if (!match) return undefined;
    const [, name, index, quoted] = match;
    if (name !== undefined) path.push(name.trim());
    else if (index !== undefined && Number(index) <= MAX_INDEX) path.push(Number(index));
    else if (quoted !== undefined) path.push(unquote(quoted) ?? '');
    end = SEGMENT.lastIndex;
  }
  return path.length > 0 && path.every((segment) => segment !== '') ? path : undefined;
}

function unquote(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return undefined;
  }
}

/** The text of a path, as a person writes it into a config. */
export const fieldPath = z
  .string()
  .trim()
  .min(1, 'Name a field.')
  .max(512)
  .refine(
    (text) => text === '' || parseFieldPath(text) !== undefined,
    'Write a path as customer.email or items[0].price.',
  );
