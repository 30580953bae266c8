import { describe, expect, it } from 'vitest';
import { searchProgress } from './search-progress.ts';

const page = (found: number, day: number, nextCursor: string | null = 'more') => ({
  items: Array.from({ length: found }, () => null),
  nextCursor,
  searched: { deliveries: 500, backTo: `2026-03-${String(31 - day).padStart(2, '0')}T00:00:00.000Z` },
});
const empty = (count: number) => Array.from({ length: count }, (_, day) => page(0, day));

describe('the progress of a search', () => {
  it('adds up what was looked at, and how far back', () => {
    expect(searchProgress([page(1, 1), page(0, 2, null)], 50)).toEqual({
      deliveries: 1_000,
      backTo: '2026-03-29T00:00:00.000Z',
      done: true,
      paused: false,
    });
    const nothing = { items: [], nextCursor: null, searched: { deliveries: 0, backTo: null } };
    expect(searchProgress([page(1, 1), nothing], 50)).toMatchObject({ backTo: '2026-03-30T00:00:00.000Z' });
  });

  it('pauses after ten pages in a row that were not full', () => {
    expect(searchProgress(empty(9), 50)?.paused).toBe(false);
    expect(searchProgress(empty(10), 50)?.paused).toBe(true);
    expect(searchProgress(empty(11), 50)?.paused).toBe(false);
    expect(searchProgress(empty(20), 50)?.paused).toBe(true);
    expect(searchProgress([...empty(9), page(50, 10), ...empty(9)], 50)?.paused).toBe(false);
    expect(searchProgress([page(50, 1), ...empty(10)], 50)?.paused).toBe(true);
    expect(
      searchProgress(
        Array.from({ length: 10 }, () => page(50, 1)),
        50,
      )?.paused,
    ).toBe(false);
    expect(searchProgress([...empty(9), page(0, 10, null)], 50)).toMatchObject({ paused: false, done: true });
  });

  it('is none of a list', () => {
    expect(searchProgress([], 50)).toBeNull();
    expect(searchProgress([{ items: [1], nextCursor: 'more', searched: null }], 50)).toBeNull();
  });
});
