import type { Step, StepStatus } from '@millrace/shared/execution';
import { describe, expect, it } from 'vitest';
import { nextFailed, roundsOf, spanOf, stepAt, stepsInRound, usualRound, worstOf } from './step-rounds.ts';

const step = (round: number | null, status: StepStatus, nodeId = 'a'): Step => ({
  ...{ nodeId, nodeName: nodeId, nodeType: 'script', round, status, ports: ['out'], reused: false, attempts: [] },
  ...{ input: null, output: null, error: null, logs: [], wait: null, durationMs: null },
  startedAt: `2026-01-01T00:00:0${round ?? 0}.000Z`,
  finishedAt: status === 'running' ? null : `2026-01-01T00:00:0${(round ?? 0) + 2}.000Z`,
});
const node = (id: string, parentId?: string) => ({
  ...{ id, type: 'script', name: id, position: { x: 0, y: 0 }, config: {} },
  ...(parentId !== undefined && { parentId }),
});
const graph = { nodes: [node('each'), node('a', 'each'), node('b', 'each')], edges: [] };
const steps = [
  step(2, 'succeeded'),
  step(0, 'succeeded'),
  step(3, 'failed'),
  step(1, 'failed'),
  step(null, 'succeeded', 'each'),
];

describe('the rounds of a node', () => {
  it('come in their order, and the worst says how they went', () => {
    expect(roundsOf(steps, 'a').map(({ round }) => round)).toEqual([0, 1, 2, 3]);
    expect(worstOf(steps).status).toBe('failed');
    expect(spanOf(roundsOf(steps, 'a'))).toBe(5_000);
    expect(spanOf([step(0, 'running')])).toBeNull();
  });

  it('begin with the first that failed, and go on to the next one', () => {
    expect(usualRound(steps, graph, 'b')).toBe(1);
    expect(usualRound([step(0, 'succeeded')], graph, 'a')).toBe(0);
    const rounds = roundsOf(steps, 'a');
    expect([nextFailed(rounds, 1)?.round, nextFailed(rounds, 3)?.round]).toEqual([3, 1]);
    expect(nextFailed([step(0, 'failed')], 0)).toBeUndefined();
  });

  it('are found by number, and left out of what is about another one', () => {
    const rounds = roundsOf(steps, 'a');
    expect([stepAt(rounds, 2)?.round, stepAt(rounds, 99)?.round, stepAt(rounds, -1)?.round]).toEqual([2, 3, 0]);
    expect(stepsInRound(steps, 2).map(({ nodeId }) => nodeId)).toEqual(['a', 'each']);
  });
});
