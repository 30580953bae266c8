import { describe, expect, it } from 'vitest';
import type { StepRecord } from '../store/store.ts';
import { graphOf } from '../test-graph.ts';
import { reusedSteps } from './replay.ts';

const step = (
  nodeId: string,
  status: StepRecord['status'] = 'succeeded',
  ports: readonly string[] = ['out'],
): StepRecord => ({
  ...{ nodeId, status, ports, reused: false, attempts: [], error: null, logs: [], startedAt: 1, finishedAt: 2 },
  input: { kind: 'none' },
  output: { kind: 'json', json: '1' },
});

const script = (id: string) => ({ id, type: 'script', config: { code: '' } });
const graph = graphOf(['a', 'b', 'c', 'd', 'e'].map(script), [
  'hook → a',
  'a → b',
  'b → c',
  'hook → d',
  'd → c',
  'd → e',
]);
const idsOf = (steps: readonly StepRecord[]) => steps.map(({ nodeId }) => nodeId);

describe('reusedSteps', () => {
  it('takes over everything that the node does not lead to', () => {
    const steps = ['hook', 'a', 'b', 'c', 'd', 'e'].map((id) => step(id));
    const reused = reusedSteps(steps, graph, 'b');
    expect(idsOf(reused)).toEqual(['hook', 'a', 'd', 'e']);
    expect(reused.every((taken) => taken.reused)).toBe(true);
    expect(idsOf(reusedSteps(steps, graph, 'hook'))).toEqual([]);
  });

  it('runs a container anew with all that stands in it', () => {
    const each = { id: 'each', type: 'for-each', config: {} };
    const inner = (id: string) => ({ ...script(id), parentId: 'each' });
    const looped = graphOf(
      [script('a'), each, inner('b'), inner('c'), script('d')],
      ['hook → a', 'a → each', 'b → c', 'each → d'],
    );
    const steps = ['hook', 'a', 'each', 'b', 'c', 'd'].map((id) => step(id));
    expect(idsOf(reusedSteps(steps, looped, 'each'))).toEqual(['hook', 'a']);
    expect(idsOf(reusedSteps(steps, looped, 'c'))).toEqual(['hook', 'a']);
    expect(idsOf(reusedSteps(steps, looped, 'd'))).toEqual(['hook', 'a', 'each', 'b', 'c']);
  });

  it('leaves out what has no result, and nodes that are gone', () => {
    const steps = [
      step('hook'),
      step('a', 'failed', []),
      step('d', 'failed', ['error']),
      step('e', 'filtered', []),
      step('gone'),
      step('b', 'skipped', []),
    ];
    expect(idsOf(reusedSteps(steps, graph, 'c'))).toEqual(['hook', 'd', 'e']);
  });
});
