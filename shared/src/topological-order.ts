import type { Graph, GraphNode } from './workflow.ts';

/** Upstream before downstream, containers before what is in them, otherwise as they stand in the graph; undefined when there is a cycle. */
export function inTopologicalOrder({ nodes, edges }: Graph): GraphNode[] | undefined {
  const ids = new Set(nodes.map(({ id }) => id));
  const open = new Map(nodes.map(({ id }) => [id, 0]));
  const targets = new Map<string, string[]>();
  const within = nodes.flatMap(({ id, parentId }) =>
    parentId === undefined ? [] : [{ source: parentId, target: id }],
  );
  for (const { source, target } of [...edges, ...within]) {
    if (!ids.has(source) || !ids.has(target)) continue;
    open.set(target, (open.get(target) ?? 0) + 1);
    targets.set(source, [...(targets.get(source) ?? []), target]);
  }
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const ordered = nodes.filter(({ id }) => open.get(id) === 0);
  for (const { id } of ordered) {
    for (const target of targets.get(id) ?? []) {
      const left = (open.get(target) ?? 0) - 1;
      open.set(target, left);
      const node = byId.get(target);
      if (left === 0 && node) ordered.push(node);
    }
  }
  return ordered.length === nodes.length ? ordered : undefined;
}
