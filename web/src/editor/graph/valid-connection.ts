import { portsOf } from '@millrace/shared/nodes/index';
import type { Graph, GraphEdge } from '@millrace/shared/workflow';

export type Connection = Pick<GraphEdge, 'source' | 'sourceHandle' | 'target' | 'targetHandle'>;

export type ConnectionVerdict = { ok: true } | { ok: false; reason: string };

/** Whether an edge may be drawn there, and otherwise why not, in a sentence. */
export const validConnection = (graph: Graph, connection: Connection): ConnectionVerdict => {
  const source = graph.nodes.find(({ id }) => id === connection.source);
  const target = graph.nodes.find(({ id }) => id === connection.target);
  if (source === undefined || target === undefined) return refuse('One of the two nodes is not there any more.');
  if (source.id === target.id) return refuse('A node cannot follow itself.');
  if (source.parentId !== target.parentId) {
    const inside = source.parentId === undefined ? target : source;
    const frame = graph.nodes.find(({ id }) => id === inside.parentId)?.name ?? '?';
    return refuse(
      `“${inside.name}” stands in “${frame}”. Connect what is inside with each other, and the frame itself with what is around it.`,
    );
  }
  if (!portsOf(source).out.includes(connection.sourceHandle)) {
    return refuse(`“${source.name}” has no output named “${connection.sourceHandle}”.`);
  }
  if (!portsOf(target).in.includes(connection.targetHandle)) {
    return refuse(
      portsOf(target).in.length === 0
        ? `“${target.name}” starts the workflow: nothing can come before it.`
        : `“${target.name}” has no input named “${connection.targetHandle}”.`,
    );
  }
  if (graph.edges.some((edge) => sameConnection(edge, connection))) return refuse('These two are connected already.');
  if (reaches(graph, target.id, source.id)) {
    return refuse(`“${target.name}” already comes before “${source.name}”: a workflow cannot go in circles.`);
  }
  return { ok: true };
};

export const sameConnection = (one: Connection, other: Connection): boolean =>
  one.source === other.source &&
  one.sourceHandle === other.sourceHandle &&
  one.target === other.target &&
  one.targetHandle === other.targetHandle;

const refuse = (reason: string): ConnectionVerdict => ({ ok: false, reason });

const reaches = (graph: Graph, from: string, to: string): boolean => {
  const seen = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    for (const edge of graph.edges) if (edge.source === id) open.push(edge.target);
  }
  return false;
};
