import type { Graph, GraphEdge } from '@millrace/shared/workflow';
import type { Edge } from '@xyflow/react';
import type { StepFacts } from './step-facts.ts';

/** What became of an edge in a run: `idle` without one, else skipped or in the state of the node behind it. */
type EdgeFate = 'idle' | 'skipped' | 'running' | 'waiting' | 'succeeded' | 'filtered' | 'failed' | 'cancelled';

export type FlowEdge = Edge<{ readonly fate: EdgeFate; readonly fromError: boolean }, 'wire'>;

export const flowEdges = (
  graph: Graph,
  steps: ReadonlyMap<string, StepFacts>,
  selected: ReadonlySet<string>,
  previous: ReadonlyMap<string, FlowEdge>,
): FlowEdge[] => {
  const names = new Map(graph.nodes.map(({ id, name }) => [id, name]));
  return graph.edges.map((edge) => {
    const fate = fateOf(edge, steps);
    const ariaLabel = `From ${names.get(edge.source) ?? '?'} to ${names.get(edge.target) ?? '?'}`;
    const old = previous.get(edge.id);
    const isSelected = selected.has(edge.id);
    if (
      old !== undefined &&
      old.data?.fate === fate &&
      old.selected === isSelected &&
      old.ariaLabel === ariaLabel &&
      old.source === edge.source &&
      old.target === edge.target &&
      old.sourceHandle === edge.sourceHandle &&
      old.targetHandle === edge.targetHandle
    ) {
      return old;
    }
    return {
      ...edge,
      type: 'wire',
      selected: isSelected,
      ariaLabel,
      data: { fate, fromError: edge.sourceHandle === 'error' },
    };
  });
};

export const fateOf = (edge: GraphEdge, steps: ReadonlyMap<string, StepFacts>): EdgeFate => {
  if (steps.size === 0) return 'idle';
  const source = steps.get(edge.source);
  if (source === undefined) return 'idle';
  if (source.status === 'running' || source.status === 'waiting') return 'idle';
  if (!source.ports.includes(edge.sourceHandle)) return 'skipped';
  const target = steps.get(edge.target);
  return target === undefined ? 'succeeded' : target.status;
};
