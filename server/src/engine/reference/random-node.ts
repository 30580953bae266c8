import type { NodeInput } from '../../test-graph.ts';
import { CALLED_ID, calledEnds } from './called-workflow.ts';
import type { ModelContainer, ModelEdge } from './interpret.ts';
import {
  behaviours,
  filters,
  filtersInside,
  pauses,
  scripts,
  scriptsInside,
  switches,
  switchesInside,
  transforms,
} from './meanings.ts';
import { answerValues, outsideAnswers } from './outside-answers.ts';
import type { Section, Seed } from './random-graph.ts';
import { recordChanges } from './record-meanings.ts';
import { type NodeKind, RECIPIENT } from './run-node.ts';

/** What a node is to the engine and to the model, beside where it stands. */
interface RandomNode {
  readonly kind: NodeKind | ModelContainer;
  readonly config: Record<string, unknown>;
  readonly ports: readonly string[];
  readonly inside?: readonly NodeInput[];
  readonly edges?: readonly ModelEdge[];
}

/** Where what nodes send goes to. */
export interface Targets {
  readonly origin: string;
  readonly mailPort: number;
}

export interface NodePlace {
  readonly id: string;
  /** In a container. */
  readonly isInside: boolean;
  readonly targets: Targets;
  /** The first of the nodes that change its record. */
  readonly recordOf: string;
  readonly section: (list: readonly Seed[]) => Section;
}

/** The collection that random nodes use. */
export const COLLECTION = 'random';

const behaviourOf = ({ variant }: Seed) => behaviours[variant % behaviours.length] ?? 'take';
/** Enough that a server which is late is asked often enough: after a crash it may be asked once more. */
export const attemptsOf = (seed: Seed): number => {
  const does = behaviourOf(seed);
  return Math.max(seed.attempts + 1, does === 'late-1' ? 2 : does === 'late-2' ? 3 : 1);
};

const pick = <Option>(options: readonly Option[], at: number): Option => {
  const option = options[at % options.length];
  if (option === undefined) throw new Error('There is nothing to pick.');
  return option;
};

/** Makes a node of a type out of small numbers. */
export function randomNode(
  type: string,
  seed: Seed,
  { id, isInside, targets, recordOf, section }: NodePlace,
): RandomNode {
  const { variant, option } = seed;
  const round = isInside ? '{{ index }}' : null;
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
    case 'respond':
      return { kind: { type }, config: {}, ports: ['out'] };
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
    case 'delay': {
      const meaning = pick(pauses, variant);
      return { kind: { type, meaning }, config: { wait: meaning.source }, ports: ['out'] };
    }
    case 'collection': {
      const change = pick(recordChanges, variant);
      const key = `{{ trigger.body.run }}/${recordOf}/${isInside ? '{{ index }}/' : ''}`;
      const config = {
        ...change.source,
        collection: COLLECTION,
        ...(change.kind === 'query' ? { prefix: key } : { key }),
      };
      return { kind: { type, change, recordOf, isInside }, config, ports: ['out'] };
    }
    case 'wait-for-webhook': {
      const [outside, answer] = [pick(outsideAnswers, variant), pick(answerValues, option)];
      return { kind: { type, outside, answer }, config: { limit: outside.limit }, ports: ['out', 'timed-out'] };
    }
    case 'call-workflow': {
      const [mode, ends] = [pick(['wait', 'start'] as const, option), pick(calledEnds, variant)];
      const body = { run: '{{ trigger.body.run }}', node: id, round, value: '{{ input }}', ends };
      return { kind: { type, mode, ends }, config: { workflowId: CALLED_ID, mode, body }, ports: ['out'] };
    }
    case 'http-request': {
      const does = behaviourOf(seed);
      const by = `{{ execution.id }} ${id}${isInside ? '#{{ index }}' : ''}`;
      const json = { run: '{{ trigger.body.run }}', node: id, round, by, does, value: '{{ input }}' };
      const config = { method: 'POST', url: targets.origin, body: { kind: 'json', json } };
      return { kind: { type, does, attempts: attemptsOf(seed) }, config, ports: ['out'] };
    }
    case 'email': {
      const does = behaviourOf(seed);
      const by = `execution.id + ' ${id}'${isInside ? " + '#' + index" : ''}`;
      const what = `run: trigger.body.run, node: '${id}', round: ${isInside ? 'index' : 'null'}, by: ${by}, does: '${does}'`;
      const config = {
        ...{ from: 'from@example.com', to: RECIPIENT, text: `{{ JSON.stringify({ ${what}, value: input }) }}` },
        server: { host: '127.0.0.1', port: targets.mailPort, security: 'none' },
      };
      return { kind: { type, does, attempts: attemptsOf(seed) }, config, ports: ['out'] };
    }
    case 'stop': {
      const as = pick(['succeeded', 'failed'] as const, option);
      const end = as === 'failed' ? { as, message: 'Enough.' } : { as, output: '{{ input }}' };
      return { kind: { type, as }, config: { end }, ports: [] };
    }
    case 'for-each': {
      const inner = section(seed.inside);
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
