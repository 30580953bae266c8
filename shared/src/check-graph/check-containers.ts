import { nodeDefinitionOf } from '../nodes/index.ts';
import type { Graph, GraphNode, GraphProblem } from '../workflow.ts';

/** What is wrong about nodes that stand in others. */
export function containers(graph: Graph): GraphProblem[] {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  const inside = Map.groupBy(graph.nodes, ({ parentId }) => parentId);
  return [
    ...graph.nodes.flatMap((node) => misplaced(node, byId)),
    ...graph.nodes.filter((node) => isContainer(node) && !inside.has(node.id)).map(empty),
    ...graph.edges.flatMap(({ id, source, target }) => crossing(id, byId.get(source), byId.get(target))),
  ];
}

const isContainer = ({ type }: GraphNode): boolean => nodeDefinitionOf(type)?.isContainer === true;

function misplaced(node: GraphNode, byId: ReadonlyMap<string, GraphNode>): GraphProblem[] {
  if (node.parentId === undefined) return [];
  const { id: nodeId, name } = node;
  const container = byId.get(node.parentId);
  if (!container || !isContainer(container)) {
    const message = `"${name}" stands in a node that ${container ? 'holds no others' : 'does not exist'}. Move it out.`;
    return [{ code: 'misplaced', message, nodeId }];
  }
  const definition = nodeDefinitionOf(node.type);
  if (!definition?.staysOutside) return [];
  const message = `A ${definition.label} node cannot stand in another one. Move "${name}" out of "${container.name}".`;
  return [{ code: 'misplaced', message, nodeId }];
}

const empty = ({ id, name }: GraphNode): GraphProblem => ({
  code: 'misplaced',
  message: `"${name}" holds no node, so that it does nothing for its items. Put a node into it, or remove it.`,
  nodeId: id,
});

function crossing(edgeId: string, source: GraphNode | undefined, target: GraphNode | undefined): GraphProblem[] {
  if (!source || !target || source.parentId === target.parentId) return [];
  const message = `An edge leads from "${source.name}" to "${target.name}" through the frame around one of them. Connect nodes inside with nodes inside, and the frame itself with those around it.`;
  return [{ code: 'misplaced', message, nodeId: target.id, edgeId }];
}
