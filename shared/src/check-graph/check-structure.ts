import { containerStarts } from '../container-starts.ts';
import { hasOwnPorts, nodeDefinitionOf, portsOf } from '../nodes/index.ts';
import type { Graph, GraphEdge, GraphNode, GraphProblem } from '../workflow.ts';
import { containers } from './check-containers.ts';
import { cyclesOf } from './cycles-of.ts';

/** Problems of nodes and edges, whatever the nodes hold. */
export function checkStructure(graph: Graph): GraphProblem[] {
  return [
    ...webhooks(graph),
    ...unknownTypes(graph),
    ...repeated(graph),
    ...edges(graph),
    ...cycles(graph),
    ...containers(graph),
    ...unreachable(graph),
  ];
}

function webhooks({ nodes }: Graph): GraphProblem[] {
  const [first, ...more] = nodes.filter(({ type }) => type === 'webhook');
  if (!first) return [{ code: 'no-webhook', message: 'Add a webhook node: it is what starts the workflow.' }];
  return more.map(({ id, name }) => ({
    code: 'several-webhooks',
    message: `A workflow has one webhook node. Remove "${name}", or "${first.name}".`,
    nodeId: id,
  }));
}

function unknownTypes({ nodes }: Graph): GraphProblem[] {
  return nodes
    .filter(({ type }) => !nodeDefinitionOf(type))
    .map(({ id, name, type }) => ({
      code: 'unknown-node-type',
      message: `"${name}" is of the type "${type}", which this version does not know. Remove it, or replace it.`,
      nodeId: id,
    }));
}

function repeated({ nodes, edges }: Graph): GraphProblem[] {
  const problems: GraphProblem[] = [];
  const ids = new Set<string>();
  const names = new Set<string>();
  for (const { id, name } of nodes) {
    if (ids.has(id)) problems.push({ code: 'duplicate-id', message: `Two nodes have the id "${id}".`, nodeId: id });
    if (names.has(name)) {
      const message = `Two nodes are called "${name}". Rename one: expressions find steps by their names.`;
      problems.push({ code: 'duplicate-name', message, nodeId: id });
    }
    ids.add(id);
    names.add(name);
  }
  const edgeIds = new Set<string>();
  for (const { id } of edges) {
    if (edgeIds.has(id)) problems.push({ code: 'duplicate-id', message: `Two edges have the id "${id}".`, edgeId: id });
    edgeIds.add(id);
  }
  return problems;
}

function edges({ nodes, edges: all }: Graph): GraphProblem[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return all.flatMap((edge) => {
    const source = byId.get(edge.source);
    const target = byId.get(edge.target);
    if (!source || !target) {
      const known = source ?? target;
      const where = known ? ` at "${known.name}"` : '';
      const message = `An edge${where} leads ${source ? 'to' : 'from'} a node that does not exist. Remove it.`;
      return [{ code: 'dangling-edge', message, edgeId: edge.id, ...(known && { nodeId: known.id }) } as const];
    }
    return unknownPorts(edge, source, target);
  });
}

function unknownPorts(edge: GraphEdge, source: GraphNode, target: GraphNode): GraphProblem[] {
  const problems: GraphProblem[] = [];
  const code = 'unknown-port';
  // Of an unknown type nobody knows the ports.
  if (nodeDefinitionOf(source.type) && !portsOf(source).out.includes(edge.sourceHandle)) {
    problems.push({ code, message: noOutput(edge, source, target), nodeId: source.id, edgeId: edge.id });
  }
  if (nodeDefinitionOf(target.type) && !portsOf(target).in.includes(edge.targetHandle)) {
    const message =
      target.type === 'webhook'
        ? `Nothing can lead into "${target.name}": a webhook node starts the workflow.`
        : `"${target.name}" has no input called "${edge.targetHandle}".`;
    problems.push({ code, message, nodeId: target.id, edgeId: edge.id });
  }
  return problems;
}

function noOutput({ sourceHandle }: GraphEdge, source: GraphNode, target: GraphNode): string {
  if (sourceHandle === 'error') {
    return `"${source.name}" has no output called "error". It has one when "On error" is set to branch.`;
  }
  return hasOwnPorts(source)
    ? `The edge from "${source.name}" to "${target.name}" leaves by a branch that does not exist. Remove it, or draw it from another branch.`
    : `"${source.name}" has no output called "${sourceHandle}".`;
}

function cycles(graph: Graph): GraphProblem[] {
  const nameOf = new Map(graph.nodes.map(({ id, name }) => [id, name]));
  return cyclesOf(graph).map((cycle) => {
    const names = cycle.map((id) => `"${nameOf.get(id) ?? id}"`);
    const message =
      names.length === 1
        ? `${names[0]} leads to itself. Remove that edge: a workflow only goes forward.`
        : `${names.join(', ')} lead in a circle. Remove one of the edges between them: a workflow only goes forward.`;
    return { code: 'cycle', message, ...(cycle[0] !== undefined && { nodeId: cycle[0] }) };
  });
}

function unreachable({ nodes, edges: all }: Graph): GraphProblem[] {
  const starts = nodes.filter(({ type }) => type === 'webhook').map(({ id }) => id);
  // Without a start nothing can be reached, and that is said already.
  if (starts.length === 0) return [];
  const targetsOf = Map.groupBy(all, ({ source }) => source);
  const startsIn = Map.groupBy(containerStarts({ nodes, edges: all }), ({ parentId }) => parentId);
  const reached = new Set(starts);
  // A set grows while it is walked over.
  for (const id of reached) {
    for (const { target } of targetsOf.get(id) ?? []) reached.add(target);
    for (const inner of startsIn.get(id) ?? []) reached.add(inner.id);
  }
  return nodes
    .filter(({ id }) => !reached.has(id))
    .map(({ id, name }) => ({
      code: 'unreachable',
      message: `Nothing leads to "${name}". Connect it, or remove it.`,
      nodeId: id,
    }));
}
