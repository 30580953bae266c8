import type { Graph } from '@millrace/shared/workflow';
import type { StepRecord } from '../store/store.ts';
import { recordedEnding } from './recorded-step.ts';

/**
 * What a replay from a node takes over of the execution that it replays: every step that ended with a result, of a node
 * that the graph still has, and that neither is that node nor is reached from it. What stands in a container is run anew
 * with all of it. Pure.
 * @param steps of the replayed execution, with their values resolved
 * @param graph that the new execution runs; it may be another version
 */
export function reusedSteps(steps: readonly StepRecord[], graph: Graph, fromNode: string): StepRecord[] {
  const containerOf = new Map(graph.nodes.map(({ id, parentId }) => [id, parentId]));
  const anew = new Set([containerOf.get(fromNode) ?? fromNode]);
  const targetsOf = Map.groupBy(graph.edges, ({ source }) => source);
  // A set grows while it is walked over.
  for (const id of anew) {
    for (const { target } of targetsOf.get(id) ?? []) anew.add(target);
    for (const [inner, container] of containerOf) if (container === id) anew.add(inner);
  }
  const kept = new Set(graph.nodes.map(({ id }) => id).filter((id) => !anew.has(id)));
  return steps.filter((step) => kept.has(step.nodeId) && hasResult(step)).map((step) => ({ ...step, reused: true }));
}

/** A step that ended the execution is run again, like one that never ended. */
function hasResult(step: StepRecord): boolean {
  const ending = recordedEnding(step);
  return ending !== undefined && ending.kind !== 'failed' && ending.kind !== 'finished';
}
