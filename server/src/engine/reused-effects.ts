import { nodeDefinitionOf } from '@millrace/shared/nodes/index';
import type { Graph, GraphNode } from '@millrace/shared/workflow';
import type { StepRecord } from '../store/store.ts';

/**
 * What an execution need not do again outside, because one before it has the result: every step that succeeded, of a node
 * that acts there or waited for something, and that the graph still has with the same type. A wait belongs to what asked
 * for its answer: where the question is not sent again, nobody could answer anew. Pure.
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

function acts({ type, settings }: GraphNode): boolean {
  const effect = nodeDefinitionOf(type)?.effect;
  return (effect === 'external' || effect === 'wait') && settings?.disabled !== true;
}
