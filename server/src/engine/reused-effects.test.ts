import { expect, it } from 'vitest';
import type { StepRecord } from '../store/store.ts';
import { graphOf } from '../test-graph.ts';
import { reusedEffects } from './reused-effects.ts';

const step = (nodeId: string, status: StepRecord['status'] = 'succeeded', ports: string[] = ['out']): StepRecord => ({
  ...{ nodeId, status, ports, reused: false, attempts: [], error: null, logs: [], startedAt: 1, finishedAt: 2 },
  input: { kind: 'none' },
  output: { kind: 'json', json: '1' },
});
const call = (id: string, settings = {}) => ({ id, type: 'http-request', config: {}, settings });
const script = (id: string) => ({ id, type: 'script', config: {} });
const ran = graphOf([call('a'), script('b'), call('c'), call('d'), call('e')], []);
const idsOf = (steps: readonly StepRecord[]) => steps.map(({ nodeId }) => nodeId);

it('takes over side effects that succeeded, and nothing that is computed', () => {
  const steps = [step('a'), step('b'), step('c', 'failed', []), step('d', 'failed', ['error']), step('e', 'running')];
  const reused = reusedEffects(steps, ran, ran);
  expect(idsOf(reused)).toEqual(['a']);
  expect(reused).toMatchObject([{ reused: true, output: { json: '1' } }]);
});

it('leaves out nodes that are gone, disabled, or of another type by now', () => {
  const graph = graphOf([script('a'), call('b'), call('c', { disabled: true }), call('d')], []);
  expect(
    idsOf(
      reusedEffects(
        ['a', 'b', 'c', 'd', 'e'].map((id) => step(id)),
        ran,
        graph,
      ),
    ),
  ).toEqual(['d']);
});

it('takes over what was called and what was waited for', () => {
  const graph = graphOf(
    [
      { id: 'mail', type: 'email', config: {} },
      { id: 'ask', type: 'wait-for-webhook', config: {} },
      { id: 'pause', type: 'delay', config: {} },
      { id: 'call', type: 'call-workflow', config: {} },
      { id: 'answer', type: 'respond', config: {} },
    ],
    [],
  );
  const steps = [step('mail'), step('ask'), step('pause'), step('call'), step('answer')];
  expect(idsOf(reusedEffects(steps, graph, graph))).toEqual(['mail', 'ask', 'pause', 'call']);
});
