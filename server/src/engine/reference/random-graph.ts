import type { Graph } from '@millrace/shared/workflow';
import fc from 'fast-check';
import { graphOf, type NodeInput } from '../../test-graph.ts';
import type { ModelEdge, ModelGraph, ModelNode } from './interpret.ts';
import type { Payload } from './meanings.ts';
import { NodeOrder } from './node-order.ts';
import { attemptsOf, type NodePlace, randomNode, type Targets } from './random-node.ts';

/** A graph for the engine, and the same for the model. */
export interface RandomGraph {
  readonly graph: Graph;
  readonly model: ModelGraph;
}

/** Small numbers out of which a node is made, so that fast-check finds the smallest graph that fails. */
export interface Seed {
  readonly type: number;
  readonly variant: number;
  readonly option: number;
  /** Edges to it: how far back the ports are that they come from. */
  readonly from: readonly number[];
  readonly onError: number;
  readonly attempts: number;
  readonly disabled: boolean;
  readonly inside: readonly Seed[];
}

/** Nodes with the edges between them, for the engine and for the model. */
export interface Section {
  readonly nodes: readonly NodeInput[];
  /** Also those in containers. */
  readonly edges: readonly ModelEdge[];
  readonly model: ModelGraph;
}

const seeds = (inside: fc.Arbitrary<readonly Seed[]>): fc.Arbitrary<Seed> =>
  fc.record({
    type: fc.nat(99),
    variant: fc.nat(99),
    option: fc.nat(99),
    from: fc.array(fc.nat(4), { minLength: 1, maxLength: 3 }),
    onError: fc.nat(3),
    attempts: fc.nat(2),
    disabled: fc.nat(9).map((chance) => chance === 9),
    inside,
  });
const innerSeeds = fc.array(seeds(fc.constant([])), { minLength: 1, maxLength: 4 });

const INSIDE = [
  ...['transform', 'script', 'http-request', 'filter', 'switch', 'merge', 'http-request'],
  ...['delay', 'collection', 'collection', 'call-workflow'],
];
const OUTSIDE = [
  ...['transform', 'script', 'http-request', 'filter', 'switch', 'merge', 'for-each'],
  ...['transform', 'script', 'http-request', 'merge', 'for-each', 'http-request', 'stop'],
  ...['delay', 'collection', 'collection', 'wait-for-webhook', 'call-workflow', 'respond'],
];
/** Seldom: the mail server takes a tenth of a second to greet. */
const OUTSIDE_AND_MAIL = [...OUTSIDE, ...OUTSIDE, 'email'];

/** Valid graphs, of which many fail somewhere. */
export const randomGraphs = (targets: () => Targets): fc.Arbitrary<RandomGraph> =>
  fc.array(seeds(innerSeeds), { minLength: 1, maxLength: 8 }).map((list) => builtFrom(list, targets()));

const item = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.constant(null),
  fc.record({ n: fc.integer({ min: 0, max: 3 }) }),
);
export const payloads: fc.Arbitrary<Omit<Payload, 'run'>> = fc.record({
  n: fc.integer({ min: 0, max: 5 }),
  flag: fc.boolean(),
  list: fc.array(item, { maxLength: 4 }),
  rows: fc.array(fc.record({ n: fc.integer({ min: 0, max: 2 }), a: fc.nat(9) }), { maxLength: 3 }),
});

function builtFrom(list: readonly Seed[], targets: Targets): RandomGraph {
  const hook: ModelNode = { id: 'hook', kind: { type: 'webhook' }, onError: 'fail', disabled: false };
  const built = section(list, { prefix: 'n', parent: undefined, ports: [['hook', 'out']], targets });
  const edges = built.edges.map(({ source, port, target: to }) => `${source}.${port} → ${to}`);
  return {
    graph: graphOf(built.nodes, edges),
    model: { nodes: [hook, ...built.model.nodes], edges: built.edges },
  };
}

interface Place {
  readonly prefix: string;
  readonly parent: string | undefined;
  /** What edges may come from. */
  readonly ports: (readonly [node: string, port: string])[];
  readonly targets: Targets;
}

function section(list: readonly Seed[], place: Place): Section {
  const nodes: NodeInput[] = [];
  const modelNodes: ModelNode[] = [];
  const edges: ModelEdge[] = [];
  const order = new NodeOrder();
  for (const [at, seed] of list.entries()) {
    const id = `${place.prefix}${at + 1}`;
    const isStart = place.parent !== undefined && (place.ports.length === 0 || seed.from[0] === 4);
    const ports = new Set(isStart ? [] : seed.from.map((back) => place.ports.at(-1 - (back % place.ports.length))));
    const into = [...ports].flatMap((port) => (port ? [{ source: port[0], port: port[1], target: id }] : []));
    edges.push(...into);
    const type = typeOf(seed, { isInside: place.parent !== undefined, isStart });
    const sources = into.map(({ source }) => source);
    const recordOf = type === 'collection' ? order.recordOf(id, sources, seed.option % 4 === 3) : id;
    const made = node(type, seed, place, {
      ...{ id, recordOf, targets: place.targets, isInside: place.parent !== undefined },
      section: (inside) => section(inside, { prefix: `${id}-`, parent: id, ports: [], targets: place.targets }),
    });
    order.add(id, made.model, sources);
    nodes.push(...made.nodes);
    modelNodes.push(made.model);
    for (const port of made.ports) place.ports.push([id, port]);
    edges.push(...made.edges);
  }
  // Edges inside of containers are the container's own in the model.
  const own = edges.filter(({ target }) => modelNodes.some(({ id }) => id === target));
  return { nodes, edges, model: { nodes: modelNodes, edges: own } };
}

function typeOf(seed: Seed, { isInside, isStart }: { readonly isInside: boolean; readonly isStart: boolean }): string {
  const types = isInside ? INSIDE : OUTSIDE_AND_MAIL;
  const picked = types[seed.type % types.length] ?? 'script';
  // What begins a round has nothing before it to bring together.
  return isStart && picked === 'merge' ? 'script' : picked;
}

function node(type: string, seed: Seed, { parent }: Place, at: NodePlace) {
  const { id } = at;
  const onError =
    type === 'stop' ? 'fail' : ((['fail', 'fail', 'continue', 'branch'] as const)[seed.onError] ?? 'fail');
  const { kind, config, ports, inside, edges = [] } = randomNode(type, seed, at);
  const input: NodeInput = {
    ...{
      id,
      type,
      config,
      settings: { onError, disabled: seed.disabled, retry: { attempts: attemptsOf(seed), delayMs: 1 } },
    },
    ...(parent !== undefined && { parentId: parent }),
  };
  const model: ModelNode = { id, kind, onError, disabled: seed.disabled };
  return { nodes: [input, ...(inside ?? [])], model, ports: onError === 'branch' ? [...ports, 'error'] : ports, edges };
}
