import { nodeDefinitionOf } from '@millrace/shared/nodes/index';
import type { Graph, GraphNode } from '@millrace/shared/workflow';
import type { StepRecord } from '../store/store.ts';

/**
 * The side effects that an execution need not repeat, because one before it has their result: every step that succeeded,
 * of a node that acts outside and that the graph still has with the same type. Pure.
 * @param steps of the execution before
 * @param ran the graph that it ran
 * @param graph that the new execution runs; it may be another version
 */
export function reusedEffects(steps: readonly StepRecord[], ran: Graph, graph: Graph): StepRecord[] {
  const before = new Map(ran.nodes.filter(acts).map(({ id, type }) => [id, type]));
  const effects = new Set(graph.nodes.filter(acts).flatMap(({ id, type }) => (before.get(id) === type ? [id] : [])));
  return steps
    .filter(({ nodeId, status }) => status === 'succeeded' && effects.has(nodeId))
    .map((step) => ({ ...step, reused: true }));
}

const acts = ({ type, settings }: GraphNode): boolean =>
  nodeDefinitionOf(type)?.effect === 'external' && settings?.disabled !== true;
