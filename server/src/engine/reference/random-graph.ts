import type { Graph } from '@millrace/shared/workflow';
import fc from 'fast-check';
import { graphOf, type NodeInput } from '../../test-graph.ts';
import type { ModelContainer, ModelEdge, ModelGraph, ModelNode } from './interpret.ts';
import {
  behaviours,
  filters,
  filtersInside,
  type Payload,
  scripts,
  scriptsInside,
  switches,
  switchesInside,
  transforms,
} from './meanings.ts';
import type { NodeKind } from './run-node.ts';

/** A graph for the engine, and the same for the model. */
export interface RandomGraph {
  readonly graph: Graph;
  readonly model: ModelGraph;
}

/** Small numbers out of which a node is made, so that fast-check finds the smallest graph that fails. */
interface Seed {
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

const OUTSIDE = [
  ...['transform', 'script', 'http-request', 'filter', 'switch', 'merge', 'for-each'],
  ...['transform', 'script', 'http-request', 'merge', 'for-each', 'http-request', 'stop'],
];
const INSIDE = ['transform', 'script', 'http-request', 'filter', 'switch', 'merge', 'http-request'];

/** Valid graphs, of which many fail somewhere. `target` is where requests go to. */
export const randomGraphs = (target: () => string): fc.Arbitrary<RandomGraph> =>
  fc.array(seeds(innerSeeds), { minLength: 1, maxLength: 8 }).map((list) => builtFrom(list, target()));

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

function builtFrom(list: readonly Seed[], target: string): RandomGraph {
  const hook: ModelNode = { id: 'hook', kind: { type: 'webhook' }, onError: 'fail', disabled: false };
  const built = section(list, { prefix: 'n', parent: undefined, ports: [['hook', 'out']], target });
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
  readonly target: string;
}

function section(list: readonly Seed[], place: Place) {
  const nodes: NodeInput[] = [];
  const modelNodes: ModelNode[] = [];
  const edges: ModelEdge[] = [];
  for (const [at, seed] of list.entries()) {
    const id = `${place.prefix}${at + 1}`;
    const isStart = place.parent !== undefined && (place.ports.length === 0 || seed.from[0] === 4);
    const ports = new Set(isStart ? [] : seed.from.map((back) => place.ports.at(-1 - (back % place.ports.length))));
    for (const port of ports) if (port) edges.push({ source: port[0], port: port[1], target: id });
    const made = node(id, seed, place, isStart);
    nodes.push(...made.nodes);
    modelNodes.push(made.model);
    for (const port of made.ports) place.ports.push([id, port]);
    edges.push(...made.edges);
  }
  // Edges inside of containers are the container's own in the model.
  const own = edges.filter(({ target }) => modelNodes.some(({ id }) => id === target));
  return { nodes, edges, model: { nodes: modelNodes, edges: own } };
}

function node(id: string, seed: Seed, { parent, target }: Place, isStart: boolean) {
  const types = parent === undefined ? OUTSIDE : INSIDE;
  const picked = types[seed.type % types.length] ?? 'script';
  // What begins a round has nothing before it to bring together.
  const type = isStart && picked === 'merge' ? 'script' : picked;
  const onError =
    type === 'stop' ? 'fail' : ((['fail', 'fail', 'continue', 'branch'] as const)[seed.onError] ?? 'fail');
  const { kind, config, ports, inside, edges = [] } = configured(id, type, seed, parent !== undefined, target);
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

const behaviourOf = ({ variant }: Seed) => behaviours[variant % behaviours.length] ?? 'take';
/** Enough that a server which is late is asked often enough: after a crash it may be asked once more. */
const attemptsOf = (seed: Seed): number => {
  const does = behaviourOf(seed);
  return Math.max(seed.attempts + 1, does === 'late-1' ? 2 : does === 'late-2' ? 3 : 1);
};

interface Configured {
  readonly kind: NodeKind | ModelContainer;
  readonly config: Record<string, unknown>;
  readonly ports: readonly string[];
  readonly inside?: readonly NodeInput[];
  readonly edges?: readonly ModelEdge[];
}

const pick = <Option>(options: readonly Option[], at: number): Option => {
  const option = options[at % options.length];
  if (option === undefined) throw new Error('There is nothing to pick.');
  return option;
};

function configured(id: string, type: string, seed: Seed, isInside: boolean, target: string): Configured {
  const { variant, option } = seed;
  switch (type) {
    case 'filter': {
      const meaning = pick(isInside ? filtersInside : filters, variant);
      return { kind: { type, meaning }, config: meaning.source, ports: ['out'] };
    }
    case 'switch': {
      const meaning = pick(isInside ? switchesInside : switches, variant);
      const mode = pick(['first', 'all'] as const, option);
      const branches = ['a', 'b'].map((branch, at) => ({
        id: branch,
        name: branch,
        when: { all: [meaning.source[at]] },
      }));
      return { kind: { type, mode, meaning }, config: { mode, branches }, ports: ['a', 'b', 'otherwise'] };
    }
    case 'merge': {
      const mode = pick(['all', 'first', 'append', 'combine'] as const, variant);
      const join = pick(['inner', 'left', 'outer'] as const, option);
      return {
        kind: { type, mode, join },
        config: mode === 'combine' ? { mode, key: 'n', join } : { mode },
        ports: ['out'],
      };
    }
    case 'transform': {
      const meaning = pick(transforms, variant);
      return { kind: { type, meaning }, config: { ...meaning.source }, ports: ['out'] };
    }
    case 'http-request': {
      const does = behaviourOf(seed);
      const round = isInside ? '{{ index }}' : null;
      const json = { run: '{{ trigger.body.run }}', node: id, round, does, value: '{{ input }}' };
      const config = { method: 'POST', url: target, body: { kind: 'json', json } };
      return { kind: { type, does, attempts: attemptsOf(seed) }, config, ports: ['out'] };
    }
    case 'stop': {
      const as = pick(['succeeded', 'failed'] as const, option);
      const end = as === 'failed' ? { as, message: 'Enough.' } : { as, output: '{{ input }}' };
      return { kind: { type, as }, config: { end }, ports: [] };
    }
    case 'for-each': {
      const inner = section(seed.inside, { prefix: `${id}-`, parent: id, ports: [], target });
      const [items, onItemError] = [
        pick(['list', 'input'] as const, variant),
        pick(['stop', 'collect'] as const, option),
      ];
      const work = { batchSize: 1 + (variant % 5 === 4 ? 1 : 0), concurrency: 1 + (option % 3), onItemError };
      const path = items === 'list' ? '{{ trigger.body.list }}' : '{{ input }}';
      return {
        kind: { type, items, ...work, inside: inner.model },
        config: { items: path, ...work },
        ports: ['out'],
        inside: inner.nodes,
        edges: inner.edges,
      };
    }
    default: {
      const meaning = pick(isInside ? scriptsInside : scripts, variant);
      return { kind: { type: 'script', meaning }, config: { code: meaning.source }, ports: ['out'] };
    }
  }
}
