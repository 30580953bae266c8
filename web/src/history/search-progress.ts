interface SearchedPage {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
  readonly searched: { readonly deliveries: number; readonly backTo: string | null } | null;
}

/** How far a search has come. */
export interface SearchProgress {
  readonly deliveries: number;
  /** When the oldest of them came. */
  readonly backTo: string | null;
  /** Everything was looked at. */
  readonly done: boolean;
  /** It found too little for too long to go on without being asked. */
  readonly paused: boolean;
}

/** After so many pages that were not full, one behind the other, a search waits for a person's word. */
const PAGES_IN_A_ROW = 10;

/** What the pages that were read say of their search; null where it was none. */
export function searchProgress(pages: readonly SearchedPage[], limit: number): SearchProgress | null {
  const last = pages.at(-1);
  if (last === undefined || last.searched === null) return null;
  const short = pages.length - 1 - pages.findLastIndex(({ items }) => items.length >= limit);
  return {
    deliveries: pages.reduce((sum, { searched }) => sum + (searched?.deliveries ?? 0), 0),
    backTo: pages.findLast(({ searched }) => searched?.backTo != null)?.searched?.backTo ?? null,
    done: last.nextCursor === null,
    paused: last.nextCursor !== null && short > 0 && short % PAGES_IN_A_ROW === 0,
  };
}
