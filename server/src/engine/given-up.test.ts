import { describe, expect, it } from 'vitest';
import type { StepRecord } from '../store/store.ts';
import { graphOf } from '../test-graph.ts';
import { givenUp } from './given-up.ts';

const call = { type: 'http-request', config: { url: 'https://shop.example' } };
const graph = graphOf(
  [
    { ...call, id: 'call', name: 'Call' },
    { ...call, id: 'other', name: 'Other' },
  ],
  ['hook → call', 'hook → other'],
);
const step = (
  statuses: readonly ('unknown' | 'running' | 'succeeded')[],
  { nodeId = 'call', finishedAt = null }: { nodeId?: string; finishedAt?: number | null } = {},
) => {
  const attempts = statuses.map((status, at) => ({
    ...{ number: at + 1, status, startedAt: '2026-01-01T00:00:00Z', finishedAt: null, error: null, retryAt: null },
  }));
  const value = { kind: 'none' } as const;
  return {
    ...{ nodeId, status: finishedAt === null ? 'running' : 'succeeded', ports: [], reused: false, attempts },
    ...{ input: value, output: value, error: null, logs: [], startedAt: 1, finishedAt },
  } satisfies StepRecord;
};
const CUT_OFF = [...Array<'unknown'>(6).fill('unknown'), 'running'] as const;

describe('givenUp', () => {
  it('says no of an execution that outlived many deaths, as long as it got further', () => {
    expect(givenUp({ graph, recoveries: 50, stalls: 0, steps: [step(['unknown', 'running'])] })).toBeUndefined();
    expect(givenUp({ graph, recoveries: 50, stalls: 2, steps: [] })).toBeUndefined();
  });

  it('says why of one that got no further three times in a row', () => {
    const failure = givenUp({ graph, recoveries: 9, stalls: 3, steps: [] });
    expect(failure).toMatchObject({ code: 'too-many-recoveries' });
    expect(failure?.message).toMatch(/^The server stopped 3 times while this execution ran/);
  });

  it('names the node that was under way, where there is one alone', () => {
    const steps = [step(['succeeded'], { nodeId: 'other', finishedAt: 2 }), step(['unknown', 'running'])];
    const failure = givenUp({ graph, recoveries: 4, stalls: 4, steps });
    expect(failure).toMatchObject({ nodeId: 'call', nodeName: 'Call' });
    expect(failure?.message).toContain('while "Call" ran');
    const both = [step(['running']), step(['running'], { nodeId: 'other' })];
    expect(givenUp({ graph, recoveries: 4, stalls: 4, steps: both })?.nodeId).toBeUndefined();
  });

  it('says why where the same step was under way each time, whatever else got further', () => {
    const other = step(['running'], { nodeId: 'other' });
    expect(givenUp({ graph, recoveries: 7, stalls: 0, steps: [other, step(CUT_OFF)] })?.nodeId).toBe('call');
    expect(givenUp({ graph, recoveries: 7, stalls: 0, steps: [step(CUT_OFF, { finishedAt: 2 })] })).toBeUndefined();
  });

  it('does not count a server that was stopped in order', () => {
    expect(givenUp({ graph, recoveries: 0, stalls: 0, steps: [step(CUT_OFF)] })).toBeUndefined();
  });
});
