import { describe, expect, it } from 'vitest';
import { StepFailure } from './implement.ts';
import { waitUntil } from './wait-until.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const instant = (at: string | number) => waitUntil({ kind: 'instant', at }, NOW, 'Pause');

describe('the end of a wait', () => {
  it('is so long from now', () => {
    expect(waitUntil({ kind: 'duration', amount: 30, unit: 'days' }, NOW, 'Pause') - NOW).toBe(30 * 86_400_000);
    expect(waitUntil({ kind: 'duration', amount: 0.5, unit: 'seconds' }, NOW, 'Pause') - NOW).toBe(500);
  });

  it('is the moment that is named, in its time zone', () => {
    expect(instant('2026-03-31T09:00:00+02:00')).toBe(Date.parse('2026-03-31T07:00:00Z'));
    expect(instant(' 2026-03-31T09:00Z ')).toBe(Date.parse('2026-03-31T09:00:00Z'));
    expect(instant(1_767_225_600_000)).toBe(NOW);
  });

  it.each([
    '2026-03-31', // no time
    '2026-03-31T09:00:00', // no zone
    '2026-13-31T09:00:00Z',
    'tomorrow',
    '',
    1e17,
    Number.NaN,
  ])('is refused for %j with a sentence', (at) => {
    expect(() => instant(at)).toThrow(StepFailure);
    expect(() => instant(at)).toThrow(/"Pause" cannot wait until/);
  });

  it('is refused beyond the last date there is', () => {
    expect(() => waitUntil({ kind: 'duration', amount: 1e9, unit: 'days' }, NOW, 'Pause')).toThrow(/shorter/);
  });
});
