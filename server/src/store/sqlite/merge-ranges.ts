import type { PageOf } from '../page.ts';
import { type Position, writeCursor } from './cursor.ts';

/**
 * One page, newest first, out of several ranges of an index, each of which `read` yields in that order. `limit + 1` rows
 * of each suffice, so that a page costs the same wherever it lies and however the rows are spread.
 */
export function mergeRanges<Range, Item>(
  ranges: readonly Range[],
  limit: number,
  read: (range: Range, limit: number) => readonly Position[],
  itemOf: (position: Position) => Item | undefined,
): PageOf<Item> {
  const found = ranges.flatMap((range) => read(range, limit + 1)).sort((a, b) => b.at - a.at || b.seq - a.seq);
  const page = found.slice(0, limit);
  const end = page.at(-1);
  return {
    items: page.flatMap((position) => itemOf(position) ?? []),
    nextCursor: found.length > limit && end !== undefined ? writeCursor(end) : null,
  };
}
