import { describe, expect, it } from 'vitest';
import type { StepRecord } from '../store/store.ts';
import { bringsDown } from './brings-down.ts';

const step = (statuses: readonly ('unknown' | 'running' | 'succeeded')[], finishedAt: number | null = null) => {
  const attempts = statuses.map((status, at) => ({
    ...{ number: at + 1, status, startedAt: '2026-01-01T00:00:00Z', finishedAt: null, error: null, retryAt: null },
  }));
  const value = { kind: 'none' } as const;
  return {
    ...{ nodeId: 'call', status: finishedAt === null ? 'running' : 'succeeded', ports: [], reused: false, attempts },
    ...{ input: value, output: value, error: null, logs: [], startedAt: 1, finishedAt },
  } satisfies StepRecord;
};
const CUT_OFF = [...Array<'unknown'>(6).fill('unknown'), 'running'] as const;

describe('bringsDown', () => {
  it('says no of an execution that outlived many deaths, as long as it got further', () => {
    expect(bringsDown({ recoveries: 50, stalls: 0, steps: [step(['unknown', 'running'])] })).toBe(false);
    expect(bringsDown({ recoveries: 50, stalls: 3, steps: [] })).toBe(false);
  });

  it('says yes of one that got no further four times in a row', () => {
    expect(bringsDown({ recoveries: 4, stalls: 4, steps: [] })).toBe(true);
  });

  it('says yes where the same step was under way each time, whatever else got further', () => {
    expect(bringsDown({ recoveries: 7, stalls: 0, steps: [step(['succeeded'], 2), step(CUT_OFF)] })).toBe(true);
    expect(bringsDown({ recoveries: 7, stalls: 0, steps: [step(CUT_OFF, 2)] })).toBe(false);
  });

  it('does not count a server that was stopped in order', () => {
    expect(bringsDown({ recoveries: 0, stalls: 0, steps: [step(CUT_OFF)] })).toBe(false);
  });
});
