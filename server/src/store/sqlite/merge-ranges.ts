import type { PageOf } from '../page.ts';
import { type Position, writeCursor } from './cursor.ts';

type Order = 'newest' | 'oldest';

/** Compares two rows by their place in a list of that order. */
export const inOrder =
  (order: Order) =>
  (a: Position, b: Position): number =>
    (order === 'newest' ? 1 : -1) * (b.at - a.at || b.seq - a.seq);

/**
 * One page, newest first unless said, out of several ranges of an index, each of which `read` yields in that order.
 * `limit + 1` rows of each suffice, so that a page costs the same wherever it lies and however the rows are spread.
 */
export function mergeRanges<Range, Item>(
  ranges: readonly Range[],
  limit: number,
  read: (range: Range, limit: number) => readonly Position[],
  itemOf: (position: Position) => Item | undefined,
  order: Order = 'newest',
): PageOf<Item> {
  const found = ranges.flatMap((range) => read(range, limit + 1)).sort(inOrder(order));
  const page = found.slice(0, limit);
  const end = page.at(-1);
  return {
    items: page.flatMap((position) => itemOf(position) ?? []),
    nextCursor: found.length > limit && end !== undefined ? writeCursor(end) : null,
  };
}
