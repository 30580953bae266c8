import type { ExecutionScope } from './execution-scope.ts';
import type { Plan, PlanNode } from './plan.ts';
import { StepValue } from './step-value.ts';

/** Values of nodes with their names, those that have one. */
export function namedOutputs(plan: Plan, scope: ExecutionScope, nodes: readonly number[]) {
  return nodes.flatMap((index) => {
    const value = scope.outputs[index];
    return value ? [{ name: plan.nodes[index]?.name ?? '', value }] : [];
  });
}

/**
 * What a node gets: the value that came to it, or, with several incoming edges, an object keyed by the names of the nodes
 * they come from. `from` are the upstream nodes whose value reached it; all that have one, unless said.
 */
export function inputOf(
  plan: Plan,
  scope: ExecutionScope,
  node: PlanNode,
  from?: readonly number[],
): StepValue | undefined {
  const sources = from ?? node.sources;
  // Nothing but its item leads to a node that begins a round.
  if (node.container !== null && node.sources.length === 0) return scope.item;
  if (!node.isJoin) return scope.outputs[sources.find((source) => scope.outputs[source] !== undefined) ?? -1];
  return StepValue.joined(namedOutputs(plan, scope, sources));
}
