import { nodeDefinitionOf, takesFirst } from '@millrace/shared/nodes/index';
import type { Graph, GraphNode } from '@millrace/shared/workflow';
import { ROUND_START } from './frame.ts';
import type { Section } from './plan.ts';
import type { ScheduledEdge } from './scheduler.ts';

/** An edge between nodes by their numbers. */
export interface NumberedEdge {
  readonly source: number;
  readonly port: string;
  readonly target: number;
}

export const numberedEdges = ({ edges }: Graph, byId: ReadonlyMap<string, number>): NumberedEdge[] =>
  edges.flatMap((edge) => {
    const source = byId.get(edge.source);
    const target = byId.get(edge.target);
    return source === undefined || target === undefined ? [] : [{ source, port: edge.sourceHandle, target }];
  });

/** What stands outside of all containers, beginning with the webhook node. */
export function rootSection(nodes: readonly GraphNode[], edges: readonly NumberedEdge[]): Section {
  const numbers = nodes.flatMap(({ parentId }, number) => (parentId === undefined ? [number] : []));
  const start = numbers.findIndex((number) => nodes[number]?.type === 'webhook');
  return section(nodes, numbers, edges, start);
}

/** What stands in each container, by the container's number. */
export function containerSections(
  nodes: readonly GraphNode[],
  edges: readonly NumberedEdge[],
): ReadonlyMap<number, Section> {
  const sections = new Map<number, Section>();
  for (const [container, { id, type }] of nodes.entries()) {
    if (!nodeDefinitionOf(type)?.isContainer) continue;
    const inside = nodes.flatMap(({ parentId }, number) => (parentId === id ? [number] : []));
    const reached = new Set(edges.map(({ target }) => target));
    const begins = inside.filter((number) => !reached.has(number));
    const fromItem = begins.map((target) => ({ source: ROUND_START, port: 'out', target }));
    sections.set(container, section(nodes, [ROUND_START, ...inside], [...fromItem, ...edges], 0));
  }
  return sections;
}

function section(
  nodes: readonly GraphNode[],
  numbers: readonly number[],
  edges: readonly NumberedEdge[],
  start: number,
): Section {
  const positions = new Map(numbers.map((number, position) => [number, position]));
  const scheduled: ScheduledEdge[] = edges.flatMap((edge) => {
    const source = positions.get(edge.source);
    const target = positions.get(edge.target);
    return source === undefined || target === undefined ? [] : [{ source, port: edge.port, target }];
  });
  const edgesOf = (pick: (edge: ScheduledEdge) => boolean) => scheduled.flatMap((edge, at) => (pick(edge) ? [at] : []));
  return {
    schedule: {
      start,
      nodes: numbers.map((number, position) => ({
        takesFirst: nodes[number] !== undefined && takesFirst(nodes[number]),
        incoming: edgesOf(({ target }) => target === position),
        outgoing: edgesOf(({ source }) => source === position),
      })),
      edges: scheduled,
    },
    numbers,
    positions,
    isKept: numbers.some((number) => nodes[number] !== undefined && isKept(nodes[number])),
  };
}

const isKept = (node: GraphNode): boolean => {
  const effect = nodeDefinitionOf(node.type)?.effect;
  return effect === 'external' || effect === 'wait' || takesFirst(node);
};
