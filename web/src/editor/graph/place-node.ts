import { portsOf } from '@millrace/shared/nodes/index';
import type { Graph, GraphNode } from '@millrace/shared/workflow';
import { addAfter, addNode, insertOnEdge } from './graph-edits.ts';
import { CARD_WIDTH, COLUMN_WIDTH, ROW_HEIGHT, rowHeightOf } from './grid.ts';
import { newNode } from './new-node.ts';
import { randomId } from './random-id.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a new node goes. Positions are those of its upper left corner; null means beside the node it follows. */
export type Place =
  | { readonly kind: 'edge'; readonly edgeId: string }
  | { readonly kind: 'after'; readonly nodeId: string; readonly port: string; readonly position: Point | null }
  | { readonly kind: 'free'; readonly position: Point }
  /** Behind the selected node, else behind the only loose end, else at the given point. */
  | { readonly kind: 'next'; readonly selected: string | null; readonly position: Point };

/** Adds a new node of a type at a place, connected as the place says. */
export const placeNode = (
  graph: Graph,
  type: string,
  place: Place,
  newId: () => string = randomId,
): { graph: Graph; nodeId: string } => {
  const node = newNode(graph, type, { x: 0, y: 0 }, newId);
  const at = (position: Point) => ({ ...node, position: freeSpot(graph, position) });
  switch (place.kind) {
    case 'edge': {
      const edge = graph.edges.find(({ id }) => id === place.edgeId);
      if (edge !== undefined && portsOf(node).out.length === 0) {
        // Nothing can follow it, so it comes beside what follows.
        const { source: nodeId, sourceHandle: port } = edge;
        return placeNode(graph, type, { kind: 'after', nodeId, port, position: null }, newId);
      }
      return { graph: insertOnEdge(graph, place.edgeId, node, newId), nodeId: node.id };
    }
    case 'free':
      return { graph: addNode(graph, at(place.position)), nodeId: node.id };
    case 'after': {
      const source = graph.nodes.find(({ id }) => id === place.nodeId);
      const position = place.position ?? beside(source?.position ?? { x: 0, y: 0 });
      return { graph: addAfter(graph, place, at(position), newId), nodeId: node.id };
    }
    case 'next': {
      const source = portsOf(node).in.length === 0 ? null : looseEnd(graph, place.selected);
      if (source === null) return { graph: addNode(graph, at(place.position)), nodeId: node.id };
      return placeNode(graph, type, { kind: 'after', ...source, position: null }, newId);
    }
  }
};

const beside = ({ x, y }: Point): Point => ({ x: x + COLUMN_WIDTH, y });

/** The port that a new node naturally follows. */
const looseEnd = (graph: Graph, selected: string | null): { nodeId: string; port: string } | null => {
  const loose = graph.nodes.flatMap((node) => {
    const port = portsOf(node).out.find(
      (name) => !graph.edges.some(({ source, sourceHandle }) => source === node.id && sourceHandle === name),
    );
    return port === undefined ? [] : [{ nodeId: node.id, port }];
  });
  const chosen = graph.nodes.find(({ id }) => id === selected);
  if (chosen !== undefined) {
    const port = loose.find(({ nodeId }) => nodeId === selected)?.port ?? portsOf(chosen).out[0];
    return port === undefined ? null : { nodeId: chosen.id, port };
  }
  return loose.length === 1 ? (loose[0] ?? null) : null;
};

/** The point, or the first one below it at which no card lies. */
const freeSpot = (graph: Graph, { x, y }: Point): Point => {
  let spot = { x: Math.round(x), y: Math.round(y) };
  const covers = (node: GraphNode) =>
    Math.abs(node.position.x - spot.x) < CARD_WIDTH &&
    spot.y - node.position.y < rowHeightOf(node) - ROW_HEIGHT * 0.4 &&
    node.position.y - spot.y < ROW_HEIGHT * 0.6;
  while (graph.nodes.some(covers)) spot = { x: spot.x, y: spot.y + ROW_HEIGHT };
  return spot;
};
