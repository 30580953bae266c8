import { portsOf } from '@millrace/shared/nodes/index';
import type { Graph, GraphEdge, GraphNode } from '@millrace/shared/workflow';
import { frameOf, stepRightOf, withInside } from './frames.ts';
import { CARD_WIDTH } from './grid.ts';
import { randomId } from './random-id.ts';
import { type Connection, sameConnection, validConnection } from './valid-connection.ts';

/** Puts a node on the canvas, unconnected. */
export const addNode = (graph: Graph, node: GraphNode): Graph => ({ ...graph, nodes: [...graph.nodes, node] });

/** Draws an edge; the graph comes back unchanged when the connection is not valid. */
export const connect = (graph: Graph, connection: Connection, newId: () => string = randomId): Graph =>
  validConnection(graph, connection).ok
    ? { ...graph, edges: [...graph.edges, { id: newId(), ...pick(connection) }] }
    : graph;

/** Puts a node behind another one and connects the two where their ports allow it. */
export const addAfter = (
  graph: Graph,
  source: { nodeId: string; port: string },
  node: GraphNode,
  newId: () => string = randomId,
): Graph => {
  const port = portsOf(node).in[0];
  const grown = addNode(graph, node);
  if (port === undefined) return grown;
  return connect(
    grown,
    { source: source.nodeId, sourceHandle: source.port, target: node.id, targetHandle: port },
    newId,
  );
};

/** Splits an edge by a node, and moves what follows to the right when there is no room for it. */
export const insertOnEdge = (graph: Graph, edgeId: string, node: GraphNode, newId: () => string = randomId): Graph => {
  const edge = graph.edges.find(({ id }) => id === edgeId);
  const source = graph.nodes.find(({ id }) => id === edge?.source);
  const target = graph.nodes.find(({ id }) => id === edge?.target);
  const { in: ins, out: outs } = portsOf(node);
  const into = ins[0];
  const outOf = outs[0];
  if (edge === undefined || source === undefined || target === undefined) return addNode(graph, node);
  if (into === undefined || outOf === undefined) return addNode(graph, node);
  const home = frameOf(graph, source);
  const parent = home === undefined ? {} : { parentId: home.id };
  const placed = { ...node, ...parent, position: between(graph, source, target) };
  const short = placed.position.x + stepRightOf(graph, placed) - target.position.x;
  const moved = short > 0 ? moveRight(graph, target.id, short) : graph.nodes;
  return {
    ...graph,
    nodes: [...moved, placed],
    edges: graph.edges.flatMap((each) =>
      each.id === edgeId
        ? [
            { ...each, target: node.id, targetHandle: into },
            { id: newId(), source: node.id, sourceHandle: outOf, target: each.target, targetHandle: each.targetHandle },
          ]
        : [each],
    ),
  };
};

/**
 * Takes nodes and edges away, with what stands in the nodes. One in the middle of a line is taken out of it: its
 * neighbours are joined again.
 */
export const deleteElements = (
  graph: Graph,
  nodeIds: Iterable<string>,
  edgeIds: Iterable<string> = [],
  newId: () => string = randomId,
): Graph => {
  const edgesGone = new Set(edgeIds);
  const start = { ...graph, edges: graph.edges.filter(({ id }) => !edgesGone.has(id)) };
  return [...withInside(graph, nodeIds)].reduce((current, id) => deleteNode(current, id, newId), start);
};

/** Moves nodes to new positions, by id. */
export const moveNodes = (graph: Graph, positions: ReadonlyMap<string, { x: number; y: number }>): Graph => {
  const moved = graph.nodes.some(({ id, position }) => {
    const to = positions.get(id);
    return to !== undefined && (to.x !== position.x || to.y !== position.y);
  });
  if (!moved) return graph;
  return {
    ...graph,
    nodes: graph.nodes.map((node) => {
      const to = positions.get(node.id);
      return to === undefined ? node : { ...node, position: { x: Math.round(to.x), y: Math.round(to.y) } };
    }),
  };
};

/** Replaces one node, for changes of its config. */
export const updateNode = (graph: Graph, nodeId: string, change: (node: GraphNode) => GraphNode): Graph => ({
  ...graph,
  nodes: graph.nodes.map((node) => (node.id === nodeId ? change(node) : node)),
});

/** Changes the common settings of a node; edges from a port that it loses by that are taken away. */
export const updateSettings = (graph: Graph, nodeId: string, settings: NonNullable<GraphNode['settings']>): Graph => {
  const changed = updateNode(graph, nodeId, (node) => ({ ...node, settings }));
  const [before, after] = [graph, changed].map(({ nodes }) => nodes.find(({ id }) => id === nodeId));
  if (before === undefined || after === undefined) return graph;
  const { out } = portsOf(after);
  const lost = portsOf(before).out.filter((port) => !out.includes(port));
  return {
    ...changed,
    edges: changed.edges.filter(({ source, sourceHandle }) => source !== nodeId || !lost.includes(sourceHandle)),
  };
};

const pick = ({ source, sourceHandle, target, targetHandle }: Connection): Connection => ({
  source,
  sourceHandle,
  target,
  targetHandle,
});

const between = (graph: Graph, source: GraphNode, target: GraphNode): { x: number; y: number } => {
  const middle = (source.position.x + target.position.x) / 2;
  return {
    x: Math.round(Math.max(middle, source.position.x + stepRightOf(graph, source))),
    y: Math.round((source.position.y + target.position.y) / 2),
  };
};

/** Everything that stands at or right of a node and comes behind it goes right, so that no card covers another. */
const moveRight = (graph: Graph, fromId: string, by: number): GraphNode[] => {
  const from = graph.nodes.find(({ id }) => id === fromId);
  return pushRight(graph, fromId, (from?.position.x ?? 0) - CARD_WIDTH, by);
};

/** Moves a node and everything that comes behind it to the right by so much, as far as it stands right of `left`. */
export const pushRight = (graph: Graph, fromId: string, left: number, by: number): GraphNode[] => {
  const behind = new Set([fromId]);
  for (let before = -1; before !== behind.size; ) {
    before = behind.size;
    for (const edge of graph.edges) if (behind.has(edge.source)) behind.add(edge.target);
  }
  return graph.nodes.map((node) =>
    behind.has(node.id) && node.position.x >= left
      ? { ...node, position: { x: node.position.x + by, y: node.position.y } }
      : node,
  );
};

const deleteNode = (graph: Graph, nodeId: string, newId: () => string): Graph => ({
  nodes: graph.nodes.filter(({ id }) => id !== nodeId),
  edges: [
    ...graph.edges.filter(({ source, target }) => source !== nodeId && target !== nodeId),
    ...joinNeighbours(graph, nodeId, newId),
  ],
});

/** The edge that closes a line from which one node is taken; none where it was not in the middle of one. */
export const joinNeighbours = (graph: Graph, nodeId: string, newId: () => string): GraphEdge[] => {
  const into = graph.edges.filter(({ target }) => target === nodeId);
  const outOf = graph.edges.filter(({ source }) => source === nodeId);
  const [before, after] = [into[0], outOf[0]];
  if (into.length !== 1 || outOf.length !== 1 || before === undefined || after === undefined) return [];
  if (after.sourceHandle === 'error') return [];
  const joined: GraphEdge = {
    id: newId(),
    source: before.source,
    sourceHandle: before.sourceHandle,
    target: after.target,
    targetHandle: after.targetHandle,
  };
  return graph.edges.some((edge) => sameConnection(edge, joined)) ? [] : [joined];
};
