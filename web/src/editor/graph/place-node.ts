import { portsOf } from '@millrace/shared/nodes/index';
import type { Graph, GraphNode } from '@millrace/shared/workflow';
import {
  fitsInFrame,
  frameAt,
  frameOf,
  freeSpot,
  isFrame,
  middleOf,
  nodesIn,
  type Point,
  placeInFrame,
  sizeOf,
  stepRightOf,
  withinFrame,
} from './frames.ts';
import { addAfter, addNode, insertOnEdge } from './graph-edits.ts';
import { makeRoom } from './move-into-frame.ts';
import { newNode } from './new-node.ts';
import { randomId } from './random-id.ts';

/**
 * Where a new node goes. Positions are those of its upper left corner on the canvas; null means beside the node it
 * follows. A type that cannot stand in a frame goes beside the frame instead.
 */
export type Place =
  | { readonly kind: 'edge'; readonly edgeId: string }
  | { readonly kind: 'after'; readonly nodeId: string; readonly port: string; readonly position: Point | null }
  | { readonly kind: 'inside'; readonly frameId: string }
  | { readonly kind: 'free'; readonly position: Point }
  /** In or behind the selected node, else behind the only loose end, else at the given point. */
  | { readonly kind: 'next'; readonly selected: string | null; readonly position: Point };

/** The frame into which a node goes at that place. */
export const frameOfPlace = (graph: Graph, place: Place): GraphNode | undefined => {
  const find = (nodeId: string | undefined) => graph.nodes.find(({ id }) => id === nodeId);
  const around = (node: GraphNode | undefined) => (node === undefined ? undefined : frameOf(graph, node));
  switch (place.kind) {
    case 'edge':
      return around(find(graph.edges.find(({ id }) => id === place.edgeId)?.source));
    case 'after':
      return around(find(place.nodeId));
    case 'inside':
      return find(place.frameId);
    case 'free':
      return frameAt(graph, middleOf(place.position));
    case 'next': {
      const selected = find(place.selected ?? undefined);
      const isEmpty = selected !== undefined && isFrame(selected) && nodesIn(graph, selected.id).length === 0;
      return isEmpty ? selected : around(selected);
    }
  }
};

/** Adds a new node of a type at a place, connected as the place says. */
export const placeNode = (
  graph: Graph,
  type: string,
  place: Place,
  newId: () => string = randomId,
): { graph: Graph; nodeId: string } => {
  const frame = frameOfPlace(graph, place);
  const node = newNode(graph, type, { x: 0, y: 0 }, newId);
  if (frame === undefined) return { graph: placeIn(graph, node, place, undefined, newId), nodeId: node.id };
  if (!fitsInFrame(type)) {
    const behind: Place =
      place.kind === 'free' ? place : { kind: 'next', selected: frame.id, position: frame.position };
    return { graph: placeIn(graph, node, behind, undefined, newId), nodeId: node.id };
  }
  const grown = placeIn(graph, { ...node, parentId: frame.id }, place, frame, newId);
  return { graph: makeRoom(graph, grown, frame.id), nodeId: node.id };
};

const placeIn = (
  graph: Graph,
  node: GraphNode,
  place: Place,
  frame: GraphNode | undefined,
  newId: () => string,
): Graph => {
  const size = isFrame(node) ? sizeOf(graph, node) : undefined;
  const at = (position: Point) => ({ ...node, position: freeSpot(graph, frame?.id, position, size) });
  const within = (position: Point) => (frame === undefined ? position : placeInFrame(frame, position));
  switch (place.kind) {
    case 'edge': {
      const edge = graph.edges.find(({ id }) => id === place.edgeId);
      if (edge !== undefined && portsOf(node).out.length === 0) {
        // Nothing can follow it, so it comes beside what follows.
        const { source: nodeId, sourceHandle: port } = edge;
        return placeIn(graph, node, { kind: 'after', nodeId, port, position: null }, frame, newId);
      }
      return insertOnEdge(graph, place.edgeId, node, newId);
    }
    case 'free':
      return addNode(graph, at(within(place.position)));
    case 'inside':
      return addNode(graph, at(withinFrame({ x: 0, y: 0 })));
    case 'after': {
      const source = graph.nodes.find(({ id }) => id === place.nodeId);
      const beside = source === undefined ? { x: 0, y: 0 } : besideOf(graph, source);
      const position = place.position === null ? beside : within(place.position);
      return addAfter(graph, place, at(position), newId);
    }
    case 'next': {
      if (frame !== undefined && frame.id === place.selected) {
        return placeIn(graph, node, { kind: 'inside', frameId: frame.id }, frame, newId);
      }
      const source = portsOf(node).in.length === 0 ? null : looseEnd(graph, place.selected);
      if (source === null) return addNode(graph, at(within(place.position)));
      return placeIn(graph, node, { kind: 'after', ...source, position: null }, frame, newId);
    }
  }
};

const besideOf = (graph: Graph, source: GraphNode): Point => ({
  x: source.position.x + stepRightOf(graph, source),
  y: source.position.y,
});

/** The port that a new node naturally follows: of the selected node, else outside of frames. */
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
  const outside = loose.filter(({ nodeId }) => nodesIn(graph, undefined).some(({ id }) => id === nodeId));
  return outside.length === 1 ? (outside[0] ?? null) : null;
};
