import { nodeDefinitionOf } from '@millrace/shared/nodes/index';
import type { Graph, GraphNode } from '@millrace/shared/workflow';
import { CARD_WIDTH, COLUMN_WIDTH, ROW_HEIGHT, rowHeightOf } from './grid.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Room between the sides of a frame and the cards in it, in canvas pixels; at the top below the frame's head. */
export const FRAME_ROOM = { left: 40, top: 80, right: 72, bottom: 40 } as const;
/** What lies between a card and its neighbours. */
const GAP = { x: COLUMN_WIDTH - CARD_WIDTH, y: 24 } as const;
/** Size of a frame with nothing in it. */
const EMPTY_FRAME: Size = { width: 336, height: 192 };

/** Whether a node is drawn as a frame that others stand in. */
export const isFrame = ({ type }: GraphNode): boolean => nodeDefinitionOf(type)?.isContainer === true;

/** Whether nodes of a type may stand in a frame. */
export const fitsInFrame = (type: string): boolean => nodeDefinitionOf(type)?.staysOutside !== true;

export const nodesIn = ({ nodes }: Graph, frameId: string | undefined): GraphNode[] =>
  nodes.filter(({ parentId }) => parentId === frameId);

/** The frame that a node stands in, when there is one. */
export const frameOf = (graph: Graph, { parentId }: GraphNode): GraphNode | undefined =>
  parentId === undefined ? undefined : graph.nodes.find((node) => node.id === parentId && isFrame(node));

/** Room that a node takes: a frame as much as what stands in it asks for, a card a little more than it is high. */
export const sizeOf = (graph: Graph, node: GraphNode): Size => {
  if (!isFrame(node)) return { width: CARD_WIDTH, height: rowHeightOf(node) - GAP.y };
  const inside = nodesIn(graph, node.id);
  if (inside.length === 0) return EMPTY_FRAME;
  const right = Math.max(...inside.map(({ position }) => position.x + CARD_WIDTH));
  const bottom = Math.max(...inside.map((each) => each.position.y + rowHeightOf(each) - GAP.y));
  return {
    width: Math.max(EMPTY_FRAME.width, right + FRAME_ROOM.right),
    height: Math.max(EMPTY_FRAME.height, bottom + FRAME_ROOM.bottom),
  };
};

/** From the left side of a node to that of the next one in a line. */
export const stepRightOf = (graph: Graph, node: GraphNode): number => sizeOf(graph, node).width + GAP.x;

/** From the top of a node to that of the one below it. */
export const stepDownOf = (graph: Graph, node: GraphNode): number => sizeOf(graph, node).height + GAP.y;

/** Where a node stands on the whole canvas: the position of one in a frame is kept from the frame's corner. */
export const placeOnCanvas = (graph: Graph, node: GraphNode): Point => {
  const corner = frameOf(graph, node)?.position ?? { x: 0, y: 0 };
  return { x: node.position.x + corner.x, y: node.position.y + corner.y };
};

/** The frame at a point of the canvas; the one that is drawn last where several are. */
export const frameAt = (graph: Graph, { x, y }: Point): GraphNode | undefined =>
  graph.nodes.findLast((node) => {
    if (!isFrame(node)) return false;
    const { width, height } = sizeOf(graph, node);
    const { position } = node;
    return x >= position.x && x <= position.x + width && y >= position.y && y <= position.y + height;
  });

/** The middle of the card of a node whose upper left corner is given. */
export const middleOf = ({ x, y }: Point): Point => ({ x: x + CARD_WIDTH / 2, y: y + ROW_HEIGHT / 4 });

/** A point of the canvas as a position in a frame, below its head and right of its left side. */
export const placeInFrame = (frame: GraphNode, { x, y }: Point): Point =>
  withinFrame({ x: x - frame.position.x, y: y - frame.position.y });

/** A position in a frame, moved so far that the card lies below its head and right of its left side. */
export const withinFrame = ({ x, y }: Point): Point => ({
  x: Math.round(Math.max(FRAME_ROOM.left, x)),
  y: Math.round(Math.max(FRAME_ROOM.top, y)),
});

/** The point, or the first one below it at which nothing lies of what stands in the same frame, or outside of all. */
export const freeSpot = (graph: Graph, frameId: string | undefined, { x, y }: Point, size?: Size): Point => {
  const width = size?.width ?? CARD_WIDTH;
  const height = size?.height ?? ROW_HEIGHT * 0.6;
  let spot = { x: Math.round(x), y: Math.round(y) };
  const siblings = nodesIn(graph, frameId);
  const covers = (node: GraphNode) => {
    const taken = sizeOf(graph, node);
    return (
      spot.x < node.position.x + taken.width &&
      node.position.x < spot.x + width &&
      spot.y - node.position.y < taken.height + GAP.y - ROW_HEIGHT * 0.4 &&
      node.position.y - spot.y < height
    );
  };
  while (siblings.some(covers)) spot = { x: spot.x, y: spot.y + ROW_HEIGHT };
  return spot;
};

/** The nodes with those that stand in frames among them. */
export const withInside = (graph: Graph, nodeIds: Iterable<string>): Set<string> => {
  const ids = new Set(nodeIds);
  for (const { id, parentId } of graph.nodes) if (parentId !== undefined && ids.has(parentId)) ids.add(id);
  return ids;
};
