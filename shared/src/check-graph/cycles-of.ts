import type { Graph } from '../workflow.ts';

/**
 * Groups of nodes that lead in circles, by their ids, each group in the order of the graph. Two groups are never the same
 * circle: from each node of a group every other one can be reached (Kosaraju's algorithm, without recursion).
 */
export function cyclesOf({ nodes, edges }: Graph): string[][] {
  const ids = [...new Set(nodes.map(({ id }) => id))];
  const forward = neighbours(edges, 'source', 'target');
  const backward = neighbours(edges, 'target', 'source');
  const groups: string[][] = [];
  const assigned = new Set<string>();
  for (const start of finishingOrder(ids, forward).reverse()) {
    if (assigned.has(start)) continue;
    const group = new Set([start]);
    assigned.add(start);
    // A set grows while it is walked over.
    for (const id of group) {
      for (const next of backward.get(id) ?? []) {
        if (assigned.has(next)) continue;
        assigned.add(next);
        group.add(next);
      }
    }
    if (group.size > 1 || forward.get(start)?.includes(start)) groups.push(ids.filter((id) => group.has(id)));
  }
  return groups;
}

function neighbours(edges: Graph['edges'], from: 'source' | 'target', to: 'source' | 'target'): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const edge of edges) {
    const known = map.get(edge[from]);
    if (known) known.push(edge[to]);
    else map.set(edge[from], [edge[to]]);
  }
  return map;
}

/** Nodes in the order in which a depth-first walk leaves them. */
function finishingOrder(ids: readonly string[], forward: ReadonlyMap<string, readonly string[]>): string[] {
  const known = new Set(ids);
  const seen = new Set<string>();
  const finished: string[] = [];
  for (const root of ids) {
    if (seen.has(root)) continue;
    seen.add(root);
    const path = [{ id: root, next: 0 }];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const target = forward.get(top.id)?.[top.next++];
      if (target === undefined) {
        finished.push(top.id);
        path.pop();
      } else if (known.has(target) && !seen.has(target)) {
        seen.add(target);
        path.push({ id: target, next: 0 });
      }
    }
  }
  return finished;
}
