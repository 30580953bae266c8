import { type Graph, type GraphNode, graphEdge, graphNode } from '@millrace/shared/workflow';
import { z } from 'zod';
import { withInside } from './frames.ts';
import { randomId } from './random-id.ts';
import { rewriteStepNames } from './rename-node.ts';
import { uniqueName } from './unique-name.ts';

/** How far a copy stands from what it was copied from, in canvas pixels. */
const OFFSET = 40;

const clipboard = z.object({
  millrace: z.literal('nodes'),
  nodes: z.array(graphNode).min(1).max(1_000),
  edges: z.array(graphEdge).max(5_000),
});

/** Nodes with what stands in them and the edges between them as text for the clipboard; null when no node is chosen. */
export const copyNodes = (graph: Graph, nodeIds: Iterable<string>): string | null => {
  const ids = withInside(graph, nodeIds);
  const nodes = graph.nodes.filter(({ id }) => ids.has(id));
  if (nodes.length === 0) return null;
  const edges = graph.edges.filter(({ source, target }) => ids.has(source) && ids.has(target));
  return JSON.stringify({ millrace: 'nodes', nodes, edges }, null, 2);
};

export interface Pasted {
  readonly graph: Graph;
  readonly nodeIds: readonly string[];
}

/**
 * Adds copied nodes with new ids and free names; expressions among them follow the names. A second webhook node is
 * left out. Null when the text holds no nodes. `center` puts their middle there, outside of frames, instead of beside the
 * originals.
 */
export const pasteNodes = (
  graph: Graph,
  text: string,
  center: { x: number; y: number } | null,
  newId: () => string = randomId,
): Pasted | null => {
  const clip = parseClipboard(text);
  if (clip === null) return null;
  const hasWebhook = graph.nodes.some(({ type }) => type === 'webhook');
  const copies = clip.nodes.filter(({ type }) => !(hasWebhook && type === 'webhook'));
  const copied = new Set(copies.map(({ id }) => id));
  const isCarried = ({ parentId }: GraphNode) => parentId !== undefined && copied.has(parentId);
  const outer = copies.filter((node) => !isCarried(node));
  const shift = center === null ? { x: OFFSET, y: OFFSET } : shiftTo(outer, center);
  const frames = new Set(center === null ? graph.nodes.map(({ id }) => id) : []);
  const taken = new Set(graph.nodes.map(({ name }) => name));
  const ids = new Map<string, string>();
  const names = new Map<string, string>();
  for (const node of copies) {
    ids.set(node.id, newId());
    const name = uniqueName(node.name, taken);
    taken.add(name);
    names.set(node.name, name);
  }
  const nodes = copies.map((node): GraphNode => {
    const { parentId, ...rest } = node;
    const frame =
      parentId === undefined ? undefined : (ids.get(parentId) ?? (frames.has(parentId) ? parentId : undefined));
    const by = isCarried(node) ? { x: 0, y: 0 } : shift;
    return {
      ...rewriteStepNames(rest, names),
      ...(frame === undefined ? {} : { parentId: frame }),
      id: ids.get(node.id) ?? node.id,
      name: names.get(node.name) ?? node.name,
      position: { x: Math.round(node.position.x + by.x), y: Math.round(node.position.y + by.y) },
    };
  });
  const edges = clip.edges.flatMap((edge) => {
    const [source, target] = [ids.get(edge.source), ids.get(edge.target)];
    return source === undefined || target === undefined ? [] : [{ ...edge, id: newId(), source, target }];
  });
  return {
    graph: { nodes: [...graph.nodes, ...nodes], edges: [...graph.edges, ...edges] },
    nodeIds: nodes.map(({ id }) => id),
  };
};

/** Copies nodes in place, a little beside themselves. */
export const duplicateNodes = (
  graph: Graph,
  nodeIds: Iterable<string>,
  newId: () => string = randomId,
): Pasted | null => {
  const text = copyNodes(graph, nodeIds);
  return text === null ? null : pasteNodes(graph, text, null, newId);
};

const parseClipboard = (text: string): z.infer<typeof clipboard> | null => {
  if (!text.includes('millrace')) return null;
  try {
    return clipboard.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};

const shiftTo = (nodes: readonly GraphNode[], center: { x: number; y: number }): { x: number; y: number } => {
  const xs = nodes.map(({ position }) => position.x);
  const ys = nodes.map(({ position }) => position.y);
  return {
    x: center.x - (Math.min(...xs) + Math.max(...xs)) / 2,
    y: center.y - (Math.min(...ys) + Math.max(...ys)) / 2,
  };
};
