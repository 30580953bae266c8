import type { NodeDefinition } from '@millrace/shared/nodes/define-node';
import { mainPortOf, takesFirst } from '@millrace/shared/nodes/index';
import { pathPatternOf } from '@millrace/shared/path-pattern';
import { scopePathsOf } from '@millrace/shared/template/scope-paths';
import { inTopologicalOrder } from '@millrace/shared/topological-order';
import { type Graph, type GraphNode, nodeSettings } from '@millrace/shared/workflow';
import { nodeImplementationOf } from '../nodes/index.ts';
import { type CompiledConfig, compileConfig } from './compile-config.ts';
import type { CompiledCode, Plan, PlanNode } from './plan.ts';
import type { ScheduledEdge } from './scheduler.ts';

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
  const edges: ScheduledEdge[] = kept.edges.flatMap((edge) => {
    const source = byId.get(edge.source);
    const target = byId.get(edge.target);
    return source === undefined || target === undefined ? [] : [{ source, port: edge.sourceHandle, target }];
  });
  if (start === -1) return unusable('No edge leads from the webhook node to the node up to which this was to run.');
  const indicesOf = (pick: (edge: ScheduledEdge) => boolean) => edges.flatMap((edge, at) => (pick(edge) ? [at] : []));
  const scheduled = nodes.map((node, index) => ({
    takesFirst: takesFirst(node),
    incoming: indicesOf(({ target }) => target === index),
    outgoing: indicesOf(({ source }) => source === index),
  }));
  const ancestors = ancestorsOf(nodes.length, edges);
  const planned = nodes.map((node, index) =>
    planNode(node, index, (scheduled[index]?.incoming.length ?? 0) > 1, ancestors[index] ?? []),
  );
  const { respond = 'at-once', responseWaitMs } = triggers[0]?.config ?? {};
  return {
    kind: 'plan',
    plan: {
      schedule: { start, nodes: scheduled, edges },
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

function leadingTo(graph: Graph, untilNode: string): Graph | undefined {
  if (!graph.nodes.some(({ id }) => id === untilNode)) return undefined;
  const needed = new Set([untilNode]);
  // A set grows while it is walked over.
  for (const id of needed) {
    for (const edge of graph.edges) if (edge.target === id) needed.add(edge.source);
  }
  return {
    nodes: graph.nodes.filter(({ id }) => needed.has(id)),
    edges: graph.edges.filter(({ source, target }) => needed.has(source) && needed.has(target)),
  };
}

/** Edges lead from lower to higher numbers, so that one pass in order is enough. */
function ancestorsOf(size: number, edges: readonly ScheduledEdge[]): number[][] {
  const sets = Array.from({ length: size }, () => new Set<number>());
  for (const { source, target } of [...edges].sort((a, b) => a.target - b.target)) {
    sets[target]?.add(source);
    for (const further of sets[source] ?? []) sets[target]?.add(further);
  }
  return sets.map((set) => [...set].sort((a, b) => a - b));
}

function planNode(node: GraphNode, index: number, isJoin: boolean, ancestors: readonly number[]): PlanNode {
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
    settings,
    timeoutMs: settings.timeoutMs ?? definition.timeoutMs,
    isStart: node.type === 'webhook',
    isJoin: isJoin && !takesFirst(node),
    takesFirst: takesFirst(node),
    canRespond: definition.effect === 'respond' && !settings.disabled,
    mainPort: mainPortOf(node),
    config,
    code: compileCode(definition, config),
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
