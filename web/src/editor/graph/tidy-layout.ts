import { portsOf } from '@millrace/shared/nodes/index';
import type { Graph, GraphNode } from '@millrace/shared/workflow';
import { FRAME_ROOM, frameOf, isFrame, nodesIn, type Point, stepDownOf, stepRightOf } from './frames.ts';
import { moveNodes } from './graph-edits.ts';
import { PORT_HEIGHT } from './grid.ts';

/**
 * Positions in columns from left to right: a node stands behind everything that leads to it, near what leads to it. The
 * same inside of frames, whose size that settles.
 */
export const tidyLayout = (graph: Graph): Map<string, Point> => {
  const inside = graph.nodes.filter(isFrame).flatMap((frame) => {
    const places = [...layOut(graph, nodesIn(graph, frame.id))];
    const top = Math.min(...places.map(([, { y }]) => y));
    return places.map(([id, { x, y }]) => [id, { x: x + FRAME_ROOM.left, y: y - top + FRAME_ROOM.top }] as const);
  });
  const settled = moveNodes(graph, new Map(inside));
  return new Map([
    ...inside,
    ...layOut(
      settled,
      settled.nodes.filter((node) => frameOf(settled, node) === undefined),
    ),
  ]);
};

/** Lays out nodes that stand in the same frame, or in none. */
const layOut = (graph: Graph, nodes: readonly GraphNode[]): Map<string, Point> => {
  const columns = new Map<string, number>();
  const columnOf = (id: string, path: readonly string[]): number => {
    const known = columns.get(id);
    if (known !== undefined) return known;
    if (path.includes(id)) return 0;
    const before = graph.edges.filter(({ target }) => target === id).map(({ source }) => source);
    const column = Math.max(-1, ...before.map((source) => columnOf(source, [...path, id]))) + 1;
    columns.set(id, column);
    return column;
  };
  for (const { id } of nodes) columnOf(id, []);
  const placed = new Map<string, Point>();
  const last = Math.max(0, ...columns.values());
  let x = 0;
  for (let column = 0; column <= last; column++) {
    const here = nodes.filter(({ id }) => columns.get(id) === column);
    const members = here
      .map((node) => ({
        id: node.id,
        height: stepDownOf(graph, node),
        wish: wishOf(graph, node.id, placed) ?? node.position.y,
      }))
      .sort((one, other) => one.wish - other.wish);
    let free = Number.NEGATIVE_INFINITY;
    const ys = members.map(({ wish, height }) => {
      const y = Math.max(wish, free);
      free = y + height;
      return y;
    });
    // What was pushed down to make room is centred on what it wished for.
    const drift = average(ys.map((y, index) => y - (members[index]?.wish ?? y))) ?? 0;
    for (const [index, { id }] of members.entries()) {
      placed.set(id, { x, y: Math.round((ys[index] ?? 0) - drift) });
    }
    x += Math.max(0, ...here.map((node) => stepRightOf(graph, node)));
  }
  return placed;
};

/** Beside what leads to it, and among what hangs on one card as high as the port does. */
const wishOf = (graph: Graph, id: string, placed: ReadonlyMap<string, { y: number }>): number | undefined =>
  average(
    graph.edges
      .filter(({ target }) => target === id)
      .flatMap(({ source, sourceHandle }) => {
        const y = placed.get(source)?.y;
        const node = graph.nodes.find((each) => each.id === source);
        if (y === undefined || node === undefined) return [];
        return y + Math.max(0, portsOf(node).out.indexOf(sourceHandle)) * PORT_HEIGHT;
      }),
  );

const average = (numbers: readonly number[]): number | undefined =>
  numbers.length === 0 ? undefined : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
