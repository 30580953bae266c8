import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateLimit } from './rate-limit.ts';

const START = 1_700_000_000_000;

describe('RateLimit', () => {
  it('lets a tenth of a minute’s requests come at once, and says when the next one may', () => {
    const limit = new RateLimit();
    const answers = Array.from({ length: 101 }, () => limit.take('w', 1_000, START));
    expect(answers.slice(0, 100)).toEqual(new Array(100).fill(0));
    expect(answers[100]).toBe(1);
  });

  it('tells a sender of few requests to wait as long as one takes', () => {
    const limit = new RateLimit();
    expect([0, 1, 2].map(() => limit.take('w', 2, START))).toEqual([0, 0, 30]);
    expect(limit.take('w', 2, START + 29_000)).toBe(1);
    expect(limit.take('w', 2, START + 30_000)).toBe(0);
  });

  it('keeps workflows apart', () => {
    const limit = new RateLimit();
    limit.take('one', 1, START);
    expect(limit.take('one', 1, START)).toBe(60);
    expect(limit.take('two', 1, START)).toBe(0);
  });

  it('never lets more pass than the rate and one burst allow, however they come', () => {
    const gaps = fc.array(fc.integer({ min: -5_000, max: 10_000 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), gaps, (perMinute, steps) => {
        const limit = new RateLimit();
        let now = START;
        let advanced = 0;
        let passed = 0;
        for (const step of steps) {
          // What a clock gains after it was set back counts as time that passes.
          if (step > 0) advanced += step;
          now += step;
          if (limit.take('w', perMinute, now) === 0) passed++;
        }
        const burst = Math.min(perMinute, Math.max(10, Math.floor(perMinute / 10)));
        expect(passed).toBeLessThanOrEqual(burst + (advanced * perMinute) / 60_000);
      }),
    );
  });

  it('lets one pass after the time it named', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.nat(60_000), (perMinute, later) => {
        const limit = new RateLimit();
        let wait = 0;
        while (wait === 0) wait = limit.take('w', perMinute, START);
        expect(limit.take('w', perMinute, START + wait * 1_000 + later)).toBe(0);
      }),
      { numRuns: 50 },
    );
  });
});
