import type { Graph, GraphNode } from '@millrace/shared/workflow';

/** The nodes that lead to a node, once each, in the order of the edges: the order in which a join reads them. */
export const inputsOf = (graph: Graph, nodeId: string): GraphNode[] =>
  sourcesOf(graph, nodeId).flatMap((source) => graph.nodes.find(({ id }) => id === source) ?? []);

/** Moves one of them up or down; the edges into other nodes keep their places. */
export const moveInput = (graph: Graph, nodeId: string, source: string, by: 1 | -1): Graph => {
  const before = sourcesOf(graph, nodeId);
  const at = before.indexOf(source);
  if (at === -1 || before[at + by] === undefined) return graph;
  const after = before.toSpliced(at, 1).toSpliced(at + by, 0, source);
  const moved = graph.edges
    .filter(({ target }) => target === nodeId)
    .sort((one, other) => after.indexOf(one.source) - after.indexOf(other.source));
  return { ...graph, edges: graph.edges.map((edge) => (edge.target === nodeId ? (moved.shift() ?? edge) : edge)) };
};

const sourcesOf = (graph: Graph, nodeId: string): string[] => [
  ...new Set(graph.edges.filter(({ target }) => target === nodeId).map(({ source }) => source)),
];
