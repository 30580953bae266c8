import { z } from 'zod';

/** A place in a value: names of members and indices of lists. */
export type FieldPath = readonly (string | number)[];

/**
 * A name without punctuation, `[0]`, or `["any name"]`. The highest index is 9,999, so that one field cannot make a list of
 * millions.
 */
const SEGMENT = /(?:^|(?!^)\.)([^.[\]"']+)|\[(\d{1,4})\]|\[("(?:[^"\\]|\\.)*")\]/y;

export interface WrittenSegment {
  readonly value: string | number;
  /** As `["name"]`. */
  readonly isQuoted: boolean;
}

/**
 * Reads `customer.email`, `items[0].price` or `labels["a.b"]`; undefined when the text is no path. A name is always a
 * member of the data itself: `__proto__` is one like any other.
 */
export function parseFieldPath(text: string): FieldPath | undefined {
  const path = writtenSegments(text)?.map(({ value }) => value);
  return path?.every((segment) => segment !== '') ? path : undefined;
}

/** The same with the way in which each segment is written; only a quoted name may be empty. */
export function writtenSegments(text: string): readonly WrittenSegment[] | undefined {
  const path: WrittenSegment[] = [];
  SEGMENT.lastIndex = 0;
  let end = 0;
  while (end < text.length) {
    const match = SEGMENT.exec(text);
    if (!match) return undefined;
    const [, name, index, quoted] = match;
    const value = name?.trim() ?? (index === undefined ? unquote(quoted) : Number(index));
    const isQuoted = quoted !== undefined;
    if (value === undefined || (value === '' && !isQuoted)) return undefined;
    path.push({ value, isQuoted });
    end = SEGMENT.lastIndex;
  }
  return path.length > 0 ? path : undefined;
}

function unquote(quoted: string | undefined): string | undefined {
  if (quoted === undefined) return undefined;
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
