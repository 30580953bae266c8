import type { Step, Trigger } from '@millrace/shared/execution';
import { expect, it } from 'vitest';
import { edge, exampleGraph } from '../graph/example-graph.ts';
import { inputOf, outputOf, scopeOf } from './node-data.ts';

const trigger: Trigger = {
  id: '0',
  receivedAt: '2026-01-01T00:00:00.000Z',
  method: 'POST',
  path: '',
  params: {},
  query: {},
  headers: {},
  body: { amount: 12 },
};
const step = (nodeId: string, output: unknown, input: unknown = null): Step => ({
  nodeId,
  nodeName: nodeId,
  nodeType: 'script',
  round: null,
  status: 'succeeded',
  ports: ['out'],
  reused: false,
  attempts: [],
  input,
  output,
  error: null,
  logs: [],
  wait: null,
  startedAt: null,
  finishedAt: null,
  durationMs: 1,
});

it('knows the body behind the webhook although nothing ran', () => {
  const data = { trigger, steps: [] };
  expect(inputOf(exampleGraph(), 'big', data)).toEqual({ known: true, value: { amount: 12 } });
  expect(inputOf(exampleGraph(), 'sum', data)).toEqual({ known: false });
});

it('goes by the outputs of a run, and gives several inputs by name', () => {
  const graph = { ...exampleGraph(), edges: [...exampleGraph().edges, edge('e3', 'hook', 'sum')] };
  const data = { trigger, steps: [step('big', { ok: true })] };
  expect(outputOf(graph, 'big', data)).toEqual({ known: true, value: { ok: true } });
  expect(inputOf(graph, 'sum', data)).toEqual({
    known: true,
    value: { Filter: { ok: true }, Webhook: { amount: 12 } },
  });
});

it('puts only earlier nodes into scope', () => {
  const data = { trigger, steps: [step('big', 1), step('sum', 2)] };
  expect(Object.keys(scopeOf(exampleGraph(), 'big', data).steps)).toEqual(['Webhook']);
  expect(Object.keys(scopeOf(exampleGraph(), 'sum', data).steps)).toEqual(['Filter', 'Webhook']);
});
