import { containers } from '@millrace/shared/check-graph/check-containers';
import type { NodeDefinition } from '@millrace/shared/nodes/define-node';
import { mainPortOf, takesFirst } from '@millrace/shared/nodes/index';
import { pathPatternOf } from '@millrace/shared/path-pattern';
import { scopePathsOf } from '@millrace/shared/template/scope-paths';
import { inTopologicalOrder } from '@millrace/shared/topological-order';
import { type Graph, type GraphNode, nodeSettings } from '@millrace/shared/workflow';
import { nodeImplementationOf } from '../nodes/index.ts';
import { type CompiledConfig, compileConfig } from './compile-config.ts';
import { containerSections, type NumberedEdge, numberedEdges, rootSection } from './compile-sections.ts';
import type { CompiledCode, Plan, PlanNode } from './plan.ts';

export type CompiledGraph =
  | { readonly kind: 'plan'; readonly plan: Plan }
  /** No execution can start on it; a node that is not set up fails only when it is reached. */
  | { readonly kind: 'unusable'; readonly message: string };

/** Where the webhook node says nothing else. */
const USUAL_SENDER_WAIT_MS = 10_000;

/** Makes a graph ready to run, or, with `untilNode`, that node and what leads to it. */
export function compileGraph(graph: Graph, untilNode: string | null): CompiledGraph {
  const triggers = graph.nodes.filter(({ type }) => type === 'webhook');
  if (triggers.length !== 1) return unusable(`The graph has ${triggers.length} webhook nodes instead of one.`);
  const unknown = graph.nodes.find(({ type }) => !nodeImplementationOf(type));
  if (unknown) return unusable(`"${unknown.name}" is of the type "${unknown.type}", which this version does not know.`);
  const kept = untilNode === null ? graph : leadingTo(graph, untilNode);
  if (!kept) return unusable('The node up to which this was to run is not in the graph.');

  const nodes = inTopologicalOrder(kept);
  if (!nodes) return unusable('The graph has a cycle.');
  const byId = new Map(nodes.map((node, index) => [node.id, index]));
  const start = nodes.findIndex(({ type }) => type === 'webhook');
  const edges = numberedEdges(kept, byId);
  if (start === -1) return unusable('No edge leads from the webhook node to the node up to which this was to run.');
  const [misplaced] = containers(kept);
  if (misplaced) return unusable(misplaced.message);
  const ancestors = ancestorsOf(nodes, edges, byId);
  const planned = nodes.map((node, index) => {
    const sources = [...new Set(edges.filter(({ target }) => target === index).map(({ source }) => source))];
    const incoming = edges.filter(({ target }) => target === index).length;
    return planNode(node, { index, sources, isJoin: incoming > 1, ancestors: ancestors[index] ?? [], byId });
  });
  const { respond = 'at-once', responseWaitMs } = triggers[0]?.config ?? {};
  return {
    kind: 'plan',
    plan: {
      root: rootSection(nodes, edges),
      sections: containerSections(nodes, edges),
      nodes: planned,
      byName: new Map(nodes.map(({ name }, index) => [name, index])),
      byId,
      pathPattern: pathPatternOf(graph),
      respondsByNode: respond === 'by-node',
      senderWaitMs:
        respond === 'at-once' ? 0 : typeof responseWaitMs === 'number' ? responseWaitMs : USUAL_SENDER_WAIT_MS,
      resumable: new Map(
        nodes
          .filter(({ type }) => nodeImplementationOf(type)?.definition.isResumable)
          .map(({ name, id }) => [name, id]),
      ),
      responders: planned.filter(({ canRespond }) => canRespond).length,
    },
  };
}

const unusable = (message: string): CompiledGraph => ({ kind: 'unusable', message });

/** What stands in a container is run with all of it. */
function leadingTo(graph: Graph, untilNode: string): Graph | undefined {
  const last = graph.nodes.find(({ id }) => id === untilNode);
  if (!last) return undefined;
  const needed = new Set([last.parentId ?? last.id]);
  // A set grows while it is walked over.
  for (const id of needed) {
    for (const edge of graph.edges) if (edge.target === id) needed.add(edge.source);
    for (const node of graph.nodes) if (node.parentId === id) needed.add(node.id);
  }
  return {
    nodes: graph.nodes.filter(({ id }) => needed.has(id)),
    edges: graph.edges.filter(({ source, target }) => needed.has(source) && needed.has(target)),
  };
}

/** Edges lead from lower to higher numbers, so that one pass in order is enough. */
function ancestorsOf(
  nodes: readonly GraphNode[],
  edges: readonly NumberedEdge[],
  byId: ReadonlyMap<string, number>,
): number[][] {
  const sets = nodes.map(() => new Set<number>());
  const sourcesOf = Map.groupBy(edges, ({ target }) => target);
  for (const [number, { parentId }] of nodes.entries()) {
    const set = sets[number];
    for (const { source } of sourcesOf.get(number) ?? []) set?.add(source);
    for (const source of [...(set ?? [])]) for (const further of sets[source] ?? []) set?.add(further);
    // What leads to a container leads to what is in it.
    const container = parentId === undefined ? undefined : byId.get(parentId);
    for (const further of sets[container ?? -1] ?? []) set?.add(further);
  }
  return sets.map((set) => [...set].sort((a, b) => a - b));
}

interface Place extends Pick<PlanNode, 'index' | 'sources' | 'isJoin' | 'ancestors'> {
  readonly byId: ReadonlyMap<string, number>;
}

function planNode(node: GraphNode, { index, sources, isJoin, ancestors, byId }: Place): PlanNode {
  const implementation = nodeImplementationOf(node.type);
  if (!implementation) throw new Error(`No node type is called ${node.type}.`);
  const { definition } = implementation;
  const settings = nodeSettings.parse(node.settings ?? {});
  const config = compileConfig(definition, node.config);
  return {
    index,
    id: node.id,
    name: node.name,
    type: node.type,
    implementation,
    effect: definition.effect,
    isWrittenFirst: definition.effect === 'external' || definition.startsSomething === true,
    settings,
    timeoutMs: settings.timeoutMs ?? definition.timeoutMs,
    isStart: node.type === 'webhook',
    isJoin: isJoin && !takesFirst(node),
    takesFirst: takesFirst(node),
    canRespond: definition.effect === 'respond' && !settings.disabled,
    mainPort: mainPortOf(node),
    config,
    code: compileCode(definition, config),
    sources,
    isContainer: definition.isContainer === true,
    container: byId.get(node.parentId ?? '') ?? null,
    ancestors,
  };
}

function compileCode(definition: NodeDefinition, config: CompiledConfig): Record<string, CompiledCode> {
  const code: Record<string, CompiledCode> = {};
  if (config.kind === 'invalid') return code;
  for (const [field, kind] of Object.entries(definition.code)) {
    const source: unknown = Reflect.get(Object(config.config), field);
    if (typeof source !== 'string') continue;
    const reads = scopePathsOf(source, kind);
    code[field] =
      kind === 'expression'
        ? { program: { kind: 'expressions', sources: [source] }, reads }
        : { program: { kind: 'function', body: source }, reads };
  }
  return code;
}
