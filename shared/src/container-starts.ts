import type { Graph, GraphNode } from './workflow.ts';

/** Nodes in containers to which nothing inside leads: each round begins with them. */
export function containerStarts({ nodes, edges }: Graph): GraphNode[] {
  const targets = new Set(edges.map(({ target }) => target));
  return nodes.filter(({ id, parentId }) => parentId !== undefined && !targets.has(id));
}
