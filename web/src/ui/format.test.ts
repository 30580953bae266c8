import { describe, expect, it } from 'vitest';
import { formatBytes } from './format-bytes.ts';
import { duration, exactTime, relativeTime } from './format-time.ts';

describe('relative times', () => {
  const now = Date.parse('2026-06-15T12:00:00Z');
  const ago = (ms: number) => relativeTime(new Date(now - ms).toISOString(), now);

  it('grow coarser with age', () => {
    expect([ago(0), ago(12_000), ago(59_999), ago(60_000)]).toEqual(['now', '12s ago', '59s ago', '1m ago']);
    expect([ago(3_600_000), ago(86_400_000), ago(6 * 86_400_000)]).toEqual(['1h ago', '1d ago', '6d ago']);
    expect([ago(20 * 86_400_000), ago(400 * 86_400_000)]).toEqual(['26 May', '11 May 2025']);
  });

  it('say when something is still to come, and forgive a clock that is a little off', () => {
    expect([ago(-80_000), ago(-800)]).toEqual(['in 1m', 'now']);
    expect([ago(-86_399_000), ago(-7 * 86_400_000 + 2_000)]).toEqual(['in 1d', 'in 7d']);
    expect([ago(-3_599_900), ago(-30 * 86_400_000)]).toEqual(['in 1h', 'on 15 Jul']);
  });

  it('are exact to the millisecond on hover', () => {
    expect(exactTime('2026-06-15T12:00:00.123Z')).toMatch(/15 Jun.* 2026.*:00:00[.,]123/);
  });
});

describe('durations', () => {
  it('carry the unit that fits', () => {
    const given = [
      0, 0.02, 0.44, 38.2, 999.4, 999.6, 1_240, 12_345, 59_960, 125_000, 3_600_000, 11_400_000, 187_200_000,
    ];
    expect(given.map(duration)).toEqual([
      '0 ms',
      '0.1 ms',
      '0.4 ms',
      '38 ms',
      '999 ms',
      '1.00 s',
      '1.24 s',
      '12.3 s',
      '1 min',
      '2 min 5 s',
      '1 h',
      '3 h 10 min',
      '2 d 4 h',
    ]);
  });
});

describe('sizes', () => {
  it('carry the unit that fits', () => {
    expect([0, 999, 1_000, 1_640, 24_400_000, 999_700].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 KB',
      '1.6 KB',
      '24 MB',
      '1.0 MB',
    ]);
  });
});
