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
  placeOnCanvas,
  sizeOf,
  stepRightOf,
  withinFrame,
} from './frames.ts';
import { joinNeighbours, moveNodes, pushRight } from './graph-edits.ts';
import { CARD_WIDTH, ROW_HEIGHT } from './grid.ts';
import { randomId } from './random-id.ts';

/** Puts a node into a frame, behind what stands there, or out of its frame, below it. Edges through a border go. */
export const moveIntoFrame = (
  graph: Graph,
  nodeId: string,
  frameId: string | undefined,
  newId: () => string = randomId,
): Graph => {
  const node = graph.nodes.find(({ id }) => id === nodeId);
  if (node === undefined || node.parentId === frameId || (frameId !== undefined && !fitsInFrame(node.type)))
    return graph;
  const position = frameId === undefined ? besideFrame(graph, node) : lastPlaceIn(graph, frameId);
  return makeRoom(graph, reparent(graph, new Map([[nodeId, { frameId, position }]]), newId), frameId);
};

/**
 * Moves nodes as a drag left them, by positions within their frames: one whose middle came to lie in a frame is in it,
 * and one that left its frame altogether is out of it.
 */
export const dropNodes = (
  graph: Graph,
  positions: ReadonlyMap<string, Point>,
  newId: () => string = randomId,
): Graph => {
  const moved = moveNodes(graph, positions);
  const homes = new Map<string, Home>();
  for (const node of moved.nodes) {
    if (!positions.has(node.id)) continue;
    const frame = landingFrame(graph, moved, node);
    const place = placeOnCanvas(moved, node);
    if (frame?.id !== node.parentId) {
      homes.set(node.id, { frameId: frame?.id, position: frame === undefined ? place : placeInFrame(frame, place) });
    } else if (frame !== undefined) homes.set(node.id, { frameId: frame.id, position: withinFrame(node.position) });
  }
  return reparent(moved, homes, newId);
};

/** The frame in which a dragged node would be if it was let go. `before` has the frames as large as they are drawn. */
export const landingFrame = (before: Graph, moved: Graph, node: GraphNode): GraphNode | undefined => {
  if (isFrame(node) || !fitsInFrame(node.type)) return undefined;
  const place = placeOnCanvas(moved, node);
  const home = frameOf(before, node);
  const drawn = home === undefined ? undefined : moved.nodes.find(({ id }) => id === home.id);
  if (home !== undefined && drawn !== undefined) {
    const { width, height } = sizeOf(before, home);
    const dx = place.x - drawn.position.x;
    const dy = place.y - drawn.position.y;
    const touches = dx > -CARD_WIDTH && dx < width && dy > -ROW_HEIGHT / 2 && dy < height;
    if (touches) return drawn;
  }
  const at = frameAt(before, middleOf(place));
  return at === undefined ? undefined : moved.nodes.find(({ id }) => id === at.id);
};

/** Moves what stands right of a frame further right by as much as the frame grew, where it would be covered. */
export const makeRoom = (before: Graph, after: Graph, frameId: string | undefined): Graph => {
  const [old, grown] = [before, after].map((graph) => graph.nodes.find(({ id }) => id === frameId));
  if (old === undefined || grown === undefined) return after;
  const right = old.position.x + sizeOf(before, old).width;
  const by = sizeOf(after, grown).width - sizeOf(before, old).width;
  return by > 0 ? { ...after, nodes: pushRight(after, grown.id, right, by) } : after;
};

interface Home {
  readonly frameId: string | undefined;
  readonly position: Point;
}

const reparent = (graph: Graph, homes: ReadonlyMap<string, Home>, newId: () => string): Graph => {
  if (homes.size === 0) return graph;
  const nodes = graph.nodes.map((node): GraphNode => {
    const home = homes.get(node.id);
    if (home === undefined) return node;
    const { parentId: _, ...rest } = node;
    const parent = home.frameId === undefined ? {} : { parentId: home.frameId };
    return { ...rest, ...parent, position: home.position };
  });
  const parentOf = new Map(nodes.map(({ id, parentId }) => [id, parentId]));
  const stays = ({ source, target }: { source: string; target: string }) =>
    parentOf.get(source) === parentOf.get(target);
  const changed = graph.nodes.filter(({ id, parentId }) => homes.has(id) && homes.get(id)?.frameId !== parentId);
  const [only] = changed;
  const joined = changed.length === 1 && only !== undefined ? joinNeighbours(graph, only.id, newId) : [];
  return { nodes, edges: [...graph.edges.filter(stays), ...joined] };
};

const lastPlaceIn = (graph: Graph, frameId: string): Point => {
  const last = nodesIn(graph, frameId).toSorted((one, other) => other.position.x - one.position.x)[0];
  const { x, y } = last === undefined ? { x: 0, y: 0 } : last.position;
  return freeSpot(graph, frameId, withinFrame({ x: last === undefined ? x : x + stepRightOf(graph, last), y }));
};

const besideFrame = (graph: Graph, node: GraphNode): Point => {
  const frame = frameOf(graph, node);
  if (frame === undefined) return freeSpot(graph, undefined, node.position);
  const { x, y } = frame.position;
  return freeSpot(graph, undefined, { x, y: y + sizeOf(graph, frame).height + 24 });
};
