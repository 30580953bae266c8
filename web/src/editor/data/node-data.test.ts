import type { Step, Trigger } from '@millrace/shared/execution';
import type { Graph } from '@millrace/shared/workflow';
import { describe, expect, it } from 'vitest';
import { edge, exampleGraph } from '../graph/example-graph.ts';
import { type ChosenData, inputOf, outputOf, scopeOf } from './node-data.ts';

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
  const data = { trigger, steps: [], round: 0 };
  expect(inputOf(exampleGraph(), 'big', data)).toEqual({ known: true, value: { amount: 12 } });
  expect(inputOf(exampleGraph(), 'sum', data)).toEqual({ known: false });
});

it('goes by the outputs of a run, and gives several inputs by name', () => {
  const graph = { ...exampleGraph(), edges: [...exampleGraph().edges, edge('e3', 'hook', 'sum')] };
  const data = { trigger, steps: [step('big', { ok: true })], round: 0 };
  expect(outputOf(graph, 'big', data)).toEqual({ known: true, value: { ok: true } });
  expect(inputOf(graph, 'sum', data)).toEqual({
    known: true,
    value: { Filter: { ok: true }, Webhook: { amount: 12 } },
  });
});

it('expects a sample of what has not run, and of nothing else', () => {
  const samples = new Map([['big', { ok: true }]]);
  const waiting = { trigger, steps: [], round: 0, samples };
  expect(inputOf(exampleGraph(), 'sum', waiting)).toEqual({ known: true, value: { ok: true } });
  expect(scopeOf(exampleGraph(), 'sum', waiting).steps.Filter).toEqual({ output: { ok: true } });
  const ran = { ...waiting, steps: [step('big', { ok: false })] };
  expect(inputOf(exampleGraph(), 'sum', ran)).toEqual({ known: true, value: { ok: false } });
});

it('puts only earlier nodes into scope', () => {
  const data = { trigger, steps: [step('big', 1), step('sum', 2)], round: 0 };
  expect(Object.keys(scopeOf(exampleGraph(), 'big', data).steps)).toEqual(['Webhook']);
  expect(Object.keys(scopeOf(exampleGraph(), 'sum', data).steps)).toEqual(['Filter', 'Webhook']);
});

describe('the item of a round', () => {
  const frame = (config: Record<string, unknown>): Graph => ({
    nodes: [
      { id: 'hook', type: 'webhook', name: 'Webhook', position: { x: 0, y: 0 }, config: {} },
      { id: 'each', type: 'for-each', name: 'Each', position: { x: 0, y: 0 }, config },
      { id: 'in', type: 'script', name: 'In', position: { x: 0, y: 0 }, config: {}, parentId: 'each' },
    ],
    edges: [edge('e', 'hook', 'each')],
  });
  const data = { trigger: { ...trigger, body: { lines: [10, 20, 30] } }, steps: [], round: 1 };
  const itemIn = (config: Record<string, unknown>, chosen: ChosenData = data) =>
    scopeOf(frame(config), 'in', chosen).item;

  it('is what came into the node that it begins with', () => {
    const ran = { ...data, steps: [{ ...step('in', 1, 'second'), round: 1 }] };
    expect(itemIn({ items: '{{ trigger.body.lines }}' }, ran)).toEqual({ known: true, value: 'second' });
    expect(scopeOf(frame({}), 'in', ran).index).toBe(1);
  });

  it('is taken from the list before anything ran, alone or in its batch', () => {
    expect(itemIn({ items: '{{ trigger.body.lines }}' })).toEqual({ known: true, value: 20 });
    expect(itemIn({ items: '{{ input.lines }}', batchSize: 2 })).toEqual({ known: true, value: [30] });
    expect(inputOf(frame({ items: '{{ input.lines }}' }), 'in', data)).toEqual({ known: true, value: 20 });
  });

  it('is not guessed at where there is no list, or nothing at that place', () => {
    expect(itemIn({ items: '{{ trigger.body }}' })).toEqual({ known: false });
    expect(itemIn({ items: '{{ trigger.body.lines.slice(1) }}' })).toEqual({ known: false });
    expect(itemIn({ items: '{{ input.lines }}', batchSize: 5 })).toEqual({ known: false });
  });
});
