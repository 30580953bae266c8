import { portLabelOf, portsOf } from '@millrace/shared/nodes/index';
import type { Graph, GraphEdge } from '@millrace/shared/workflow';
import type { Edge } from '@xyflow/react';
import type { StepFacts } from './step-facts.ts';

/** What became of an edge in a run: `idle` without one, else skipped or in the state of the node behind it. */
type EdgeFate = 'idle' | 'skipped' | 'running' | 'waiting' | 'succeeded' | 'filtered' | 'failed' | 'cancelled';

interface WireData extends Record<string, unknown> {
  readonly fate: EdgeFate;
  readonly fromError: boolean;
  /** What the port is called that it leaves by; null where the node has no other. */
  readonly port: string | null;
}
export type FlowEdge = Edge<WireData, 'wire'>;

export const flowEdges = (
  graph: Graph,
  steps: ReadonlyMap<string, StepFacts>,
  selected: ReadonlySet<string>,
  previous: ReadonlyMap<string, FlowEdge>,
): FlowEdge[] => {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  return graph.edges.map((edge) => {
    const fate = fateOf(edge, steps);
    const source = nodes.get(edge.source);
    // As of a branch that was removed.
    const isLost = source !== undefined && !portsOf(source).out.includes(edge.sourceHandle);
    const fromError = edge.sourceHandle === 'error' || isLost;
    const label = source === undefined ? null : portLabelOf(source, edge.sourceHandle);
    const port = isLost ? 'an output that does not exist' : label;
    const by = port === null || edge.sourceHandle === 'out' ? '' : ` by ${port}`;
    const ariaLabel = `From ${source?.name ?? '?'} to ${nodes.get(edge.target)?.name ?? '?'}${by}`;
    const old = previous.get(edge.id);
    const isSelected = selected.has(edge.id);
    if (
      old !== undefined &&
      old.data?.fate === fate &&
      old.data.port === port &&
      old.data.fromError === fromError &&
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
      data: { fate, fromError, port },
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
