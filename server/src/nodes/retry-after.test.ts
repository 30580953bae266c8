import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseRetryAfter } from './retry-after.ts';

const NOW = Date.UTC(2025, 10, 24, 10, 0, 0);

test.each([
  ['0', NOW],
  ['120', NOW + 120_000],
  [' 5 ', NOW + 5000],
  ['Mon, 24 Nov 2025 10:01:00 GMT', NOW + 60_000],
  ['Monday, 24-Nov-25 10:01:00 GMT', NOW + 60_000],
  ['Mon Nov 24 10:01:00 2025', NOW + 60_000],
  ['Sat Nov  1 10:00:00 2025', Date.UTC(2025, 10, 1, 10)],
  ['Mon, 24 Nov 2025 09:59:00 GMT', NOW - 60_000],
])('%j', (value, instant) => {
  expect(parseRetryAfter(value, NOW)).toBe(instant);
});

test.each([
  '',
  '-1',
  '1.5',
  '1e3',
  '0x10',
  '+5',
  '5, 6',
  'soon',
  '2025-11-24T10:01:00Z',
  '99999999999',
  'Mon, 24 Foo 2025 10:01:00 GMT',
])('%j means nothing', (value) => {
  expect(parseRetryAfter(value, NOW)).toBeUndefined();
});

test('any date comes back from its own text', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
      expect(parseRetryAfter(new Date(seconds * 1000).toUTCString(), NOW)).toBe(seconds * 1000);
    }),
  );
});

test('any text gives a finite instant or nothing', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const instant = parseRetryAfter(text, NOW);
      expect(instant === undefined || Number.isFinite(instant)).toBe(true);
    }),
  );
});
