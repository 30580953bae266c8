import type { Graph, GraphNode } from '@millrace/shared/workflow';

/** Every node that runs before a node, nearest first; what leads to a frame leads to what is in it. Their outputs are what its expressions may name. */
export const upstreamNodes = (graph: Graph, nodeId: string): GraphNode[] => {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const found = new Set<string>();
  const frames = new Set<string>();
  let layer = [nodeId];
  while (layer.length > 0) {
    const next: string[] = [];
    for (const id of layer) {
      const frame = byId.get(id)?.parentId;
      if (frame === undefined || frames.has(frame)) continue;
      frames.add(frame);
      next.push(frame);
    }
    for (const edge of graph.edges) {
      if (!layer.includes(edge.target) || found.has(edge.source) || edge.source === nodeId) continue;
      found.add(edge.source);
      next.push(edge.source);
    }
    layer = next;
  }
  return [...found].flatMap((id) => byId.get(id) ?? []);
};
