import type { Execution, StepStatus } from '@millrace/shared/execution';
import { expect, it } from 'vitest';
import { caseNameOf } from './case-name.ts';

const graph = {
  nodes: ['hook', 'a', 'b'].map((id) => ({ id, type: 'script', name: id, position: { x: 0, y: 0 }, config: {} })),
  edges: ['a', 'b'].map((id) => ({ id, source: 'hook', sourceHandle: 'out', target: id, targetHandle: 'in' })),
};
const ran = (status: Execution['status'], steps: Record<string, StepStatus>, error: Execution['error'] = null) =>
  ({
    status,
    graph,
    error,
    steps: Object.entries(steps).map(([nodeId, of]) => ({ nodeId, nodeName: nodeId, status: of, round: null })),
  }) as unknown as Execution;

it('proposes as a name where an execution ended', () => {
  expect(caseNameOf(ran('succeeded', { hook: 'succeeded', a: 'succeeded', b: 'skipped' }))).toBe('Goes to “a”');
  expect(caseNameOf(ran('succeeded', { hook: 'succeeded', a: 'succeeded', b: 'succeeded' }))).toBe(
    'Goes to “a” and “b”',
  );
  expect(caseNameOf(ran('filtered', { hook: 'succeeded', a: 'filtered', b: 'skipped' }))).toBe('Stopped by “a”');
  expect(caseNameOf(ran('failed', { a: 'failed' }, { code: 'x', message: 'y', nodeName: 'a' }))).toBe('Fails at “a”');
});
