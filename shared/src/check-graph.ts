import type { CalleeOf } from './callee.ts';
import { checkCalls } from './check-graph/check-calls.ts';
import { checkConfig } from './check-graph/check-config.ts';
import { checkStructure } from './check-graph/check-structure.ts';
import { checkTemplates } from './check-graph/check-templates.ts';
import { upstreamNames } from './check-graph/upstream-names.ts';
import { nodeDefinitionOf } from './nodes/index.ts';
import type { Graph, GraphProblem } from './workflow.ts';

/**
 * Everything that keeps a graph from being published: its shape, then each node's config, templates and code, and what
 * it calls, as far as `calleeOf` knows that. Runs in the browser too. Never throws.
 * @example checkGraph({ nodes: [], edges: [] }) // [{ code: 'no-webhook', message: 'Add a webhook node: …' }]
 */
export function checkGraph(graph: Graph, calleeOf: CalleeOf = () => undefined): GraphProblem[] {
  const upstream = upstreamNames(graph);
  const names = new Set(graph.nodes.map(({ name }) => name));
  const resumable = new Set(
    graph.nodes.filter(({ type }) => nodeDefinitionOf(type)?.isResumable).map(({ name }) => name),
  );
  return [
    ...checkStructure(graph),
    ...graph.nodes.flatMap((node) => [
      ...checkConfig(node),
      ...checkTemplates(node, {
        names,
        resumable,
        hasItem: node.parentId !== undefined,
        upstream: () => upstream(node.id),
      }),
      ...checkCalls(node, calleeOf),
    ]),
  ];
}
