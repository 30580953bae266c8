import { describe, expect, it } from 'vitest';
import type { ExecutionRecord } from '../../store/history-store.ts';
import type { StepRecord } from '../../store/store.ts';
import { executionView } from './execution-view.ts';

const node = (id: string, type = 'script') => ({
  ...{ id, type, name: id, config: {}, position: { x: 0, y: 0 } },
});

const step = (nodeId: string, startedAt: number | null): StepRecord => ({
  ...{ nodeId, status: 'succeeded', ports: ['out'], reused: false, attempts: [], error: null, logs: [] },
  ...{ input: { kind: 'none' }, output: { kind: 'none' }, startedAt, finishedAt: startedAt },
});

const record = (steps: readonly StepRecord[]): ExecutionRecord => ({
  ...{ id: 'e', workflowId: 'w', workflowName: 'W', version: 1, deliveryId: 'd', origin: { kind: 'delivery' } },
  ...{ status: 'succeeded', error: null, createdAt: '', startedAt: null, finishedAt: null, durationMs: null },
  ...{ notBefore: null, unresolved: false },
  recoveries: 0,
  ...{ graphId: 'g', untilNode: null, output: { kind: 'none' }, steps },
  graph: {
    nodes: [node('last'), node('middle'), node('hook', 'webhook')],
    edges: [
      { id: '1', source: 'hook', sourceHandle: 'out', target: 'middle', targetHandle: 'in' },
      { id: '2', source: 'middle', sourceHandle: 'out', target: 'last', targetHandle: 'in' },
    ],
  },
});

describe('the steps of an execution', () => {
  const order = (...steps: StepRecord[]) =>
    executionView(
      record(steps),
      [],
      () => null,
      () => '',
    ).steps.map(({ nodeId }) => nodeId);

  it('come as they started, and what never did comes last', () => {
    expect(order(step('last', null), step('middle', 20), step('hook', 10))).toEqual(['hook', 'middle', 'last']);
    expect(order(step('middle', 9), step('hook', 10))).toEqual(['middle', 'hook']);
  });

  it('come as in the graph where they started in one millisecond', () => {
    expect(order(step('last', 10), step('middle', 10), step('hook', 10))).toEqual(['hook', 'middle', 'last']);
  });
});
