import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_RETRY_DELAY_MS, type RetryDelayOptions, retryDelayMs } from './retry-delay.ts';

const delay = (more: Partial<RetryDelayOptions> = {}) =>
  retryDelayMs({
    policy: { delayMs: 1000, maxDelayMs: 60_000 },
    attempt: 1,
    notBeforeMs: undefined,
    nowMs: 1_000_000,
    random: () => 0.999_999,
    ...more,
  });

test('the bound doubles up to the longest delay', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 2000].map((attempt) => delay({ attempt }))).toEqual([
    1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000,
  ]);
});

test('jitter reaches down to nothing and is spread evenly', () => {
  expect(delay({ random: () => 0 })).toBe(0);
  expect(delay({ random: () => 0.5, attempt: 3 })).toBe(2000);
});

test('what the other side asked for comes first, jitter behind it', () => {
  expect(delay({ notBeforeMs: 1_030_000, random: () => 0 })).toBe(30_000);
  expect(delay({ notBeforeMs: 1_030_000, random: () => 0.5 })).toBe(30_500);
  expect(delay({ notBeforeMs: 900_000, random: () => 0.5 })).toBe(500);
});

test('nobody may ask for more than an hour', () => {
  expect(delay({ notBeforeMs: Number.MAX_SAFE_INTEGER })).toBe(MAX_RETRY_DELAY_MS);
});

const anyOptions = fc.record({
  policy: fc.record({ delayMs: fc.nat(MAX_RETRY_DELAY_MS), maxDelayMs: fc.nat(MAX_RETRY_DELAY_MS) }),
  attempt: fc.integer({ min: 1, max: 5000 }),
  notBeforeMs: fc.option(fc.nat(4_000_000_000_000), { nil: undefined }),
  nowMs: fc.nat(4_000_000_000_000),
  random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }).map((value) => () => value),
});

test('always a whole number of milliseconds within the limits', () => {
  fc.assert(
    fc.property(anyOptions, (options) => {
      const wait = retryDelayMs(options);
      expect(Number.isInteger(wait)).toBe(true);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(MAX_RETRY_DELAY_MS);
      if (options.notBeforeMs === undefined) expect(wait).toBeLessThanOrEqual(options.policy.maxDelayMs);
    }),
  );
});

test('never before the time asked for, unless that is over an hour away', () => {
  fc.assert(
    fc.property(anyOptions, (options) => {
      const earliest = Math.min(options.notBeforeMs ?? 0, options.nowMs + MAX_RETRY_DELAY_MS);
      expect(options.nowMs + retryDelayMs(options)).toBeGreaterThanOrEqual(earliest);
    }),
  );
});

test('a later attempt never has a smaller bound', () => {
  fc.assert(
    fc.property(anyOptions, (options) => {
      expect(retryDelayMs({ ...options, attempt: options.attempt + 1 })).toBeGreaterThanOrEqual(retryDelayMs(options));
    }),
  );
});
