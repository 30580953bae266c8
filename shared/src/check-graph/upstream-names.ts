import type { Graph } from '../workflow.ts';

/** Tells for a node's id the names of all nodes from which edges lead to it; found when asked for, since few nodes ask. */
export function upstreamNames({ nodes, edges }: Graph): (id: string) => ReadonlySet<string> {
  const nameOf = new Map(nodes.map(({ id, name }) => [id, name]));
  const sourcesOf = Map.groupBy(edges, ({ target }) => target);
  const containerOf = new Map(nodes.map(({ id, parentId }) => [id, parentId]));
  return (id) => {
    const reached = new Set<string>();
    const seen = new Set<string>();
    const pending = [id];
    for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
      for (const { source } of sourcesOf.get(at) ?? []) {
        if (reached.has(source) || !nameOf.has(source)) continue;
        reached.add(source);
        pending.push(source);
      }
      // What leads to a container leads to what is in it.
      const container = containerOf.get(at);
      if (container !== undefined && !seen.has(container)) {
        seen.add(container);
        pending.push(container);
      }
    }
    return new Set([...reached].map((upstream) => nameOf.get(upstream) ?? ''));
  };
}
