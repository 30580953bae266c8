import type { Payload, Seen } from './meanings.ts';
import { ModelRecords, type RecordCourse } from './model-records.ts';
import { type NodeEnd, type NodeKind, type Run, runNode } from './run-node.ts';
import type { Choose } from './worlds.ts';

/** A node of a random graph, as the model sees it. */
export interface ModelNode {
  readonly id: string;
  readonly kind: NodeKind | ModelContainer;
  readonly onError: 'fail' | 'continue' | 'branch';
  readonly disabled: boolean;
}
export interface ModelContainer {
  readonly type: 'for-each';
  readonly items: 'list' | 'input';
  readonly batchSize: number;
  readonly concurrency: number;
  readonly onItemError: 'stop' | 'collect';
  readonly inside: ModelGraph;
}
export interface ModelEdge {
  readonly source: string;
  readonly port: string;
  readonly target: string;
}
/** Nodes stand behind all that lead to them. In a container those that nothing leads to begin each round. */
export interface ModelGraph {
  readonly nodes: readonly ModelNode[];
  readonly edges: readonly ModelEdge[];
}

/** What is to become of one step. */
export interface ExpectedStep {
  readonly status: 'succeeded' | 'failed' | 'filtered';
  readonly output: unknown;
  readonly input: unknown;
  readonly sends: number;
  /** False: something ended the execution meanwhile, so it may have been cut short, or never begun. */
  readonly isSure: boolean;
}

/** One thing that may come of an execution. */
export interface World {
  readonly end: SectionEnd;
  /** By step, as `node` or `node#round`; what is missing never begins. */
  readonly steps: ReadonlyMap<string, ExpectedStep>;
  /** By key; only those that some step changed. */
  readonly records: ReadonlyMap<string, RecordCourse>;
}
type SectionWorld = Omit<World, 'records'>;

/** What a world that is in the making has for all its sections. */
export interface Making {
  readonly choose: Choose;
  readonly records: ModelRecords;
}

type SectionEnd =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'filtered' }
  | { readonly kind: 'failed'; readonly nodeId: string };

export const failureAt = (nodeId: string) => ({ error: { failedAt: nodeId } });
export const stepName = (nodeId: string, round: number | undefined): string =>
  round === undefined ? nodeId : `${nodeId}#${round}`;

/** Runs a graph over a payload. Who is faster than whom is chosen. */
export function interpret(graph: ModelGraph, body: Payload, choose: Choose): World {
  const making = { choose, records: new ModelRecords() };
  const seen = { input: body, trigger: { body }, item: undefined, index: 0 };
  return { ...section(graph, seen, undefined, making), records: making.records.courses };
}

interface Ended extends Run {
  readonly node: ModelNode;
  readonly input: unknown;
  readonly status: ExpectedStep['status'];
  readonly rounds: World['steps'];
}

function section(graph: ModelGraph, seen: Seen, round: number | undefined, making: Making): SectionWorld {
  const { choose } = making;
  const ended = new Map<string, Ended>();
  const into = (id: string) => graph.edges.filter(({ target }) => target === id);
  const carries = ({ source, port }: ModelEdge) => {
    const end = ended.get(source)?.end;
    return end?.kind === 'left' && end.ports.includes(port);
  };
  const leftBy = (id: string): unknown => {
    const end = ended.get(id)?.end;
    return end?.kind === 'left' ? end.value : undefined;
  };
  const takesFirst = (id: string) => {
    const kind = graph.nodes.find((node) => node.id === id)?.kind;
    return kind?.type === 'merge' && kind.mode === 'first';
  };
  /** A node that waits for all its edges begins only behind everything that leads to it. */
  const isBefore = (first: string, then: string): boolean =>
    !takesFirst(then) && into(then).some(({ source }) => source === first || isBefore(first, source));

  for (const node of graph.nodes) {
    const edges = into(node.id);
    const carriers = [...new Set(edges.filter(carries).map(({ source }) => source))];
    let input = seen.input;
    if (edges.length > 0) {
      if (carriers.length === 0) continue;
      if (takesFirst(node.id)) {
        const possible = carriers.filter((id) => !carriers.some((other) => isBefore(other, id)));
        input = leftBy(choose(possible));
      } else if (edges.length === 1) input = leftBy(carriers[0] ?? '');
      else input = Object.fromEntries(carriers.map((id) => [id, leftBy(id)]));
    }
    const gave = [...new Set(edges.map(({ source }) => source))].map((id) =>
      carriers.includes(id) ? leftBy(id) : undefined,
    );
    ended.set(node.id, settle(node, stepName(node.id, round), { ...seen, input }, gave, making));
  }

  const last = [...ended.values()].filter(({ end }) => end.kind === 'failed' || end.kind === 'finished');
  const ids = last.map(({ node }) => node.id);
  const firstOf = last.filter(({ node }) => !ids.some((id) => isBefore(id, node.id)));
  const ender = firstOf.length > 0 ? choose(firstOf) : undefined;
  const steps = new Map<string, ExpectedStep>();
  for (const [id, { end, input, sends, status, rounds }] of ended) {
    if (ender && isBefore(ender.node.id, id)) continue;
    const isSure = !ender || id === ender.node.id || isBefore(id, ender.node.id);
    const output = end.kind === 'left' || end.kind === 'finished' ? end.value : undefined;
    steps.set(stepName(id, round), { status, output, input, sends, isSure });
    for (const [inner, step] of rounds) steps.set(inner, { ...step, isSure: step.isSure && isSure });
  }
  return {
    steps,
    end: endOf([...ended.values()], ender, (id) => graph.edges.some((edge) => edge.source === id && carries(edge))),
  };
}

function endOf(ended: readonly Ended[], ender: Ended | undefined, leads: (id: string) => boolean): SectionEnd {
  if (ender?.end.kind === 'finished') return { kind: 'value', value: ender.end.value };
  if (ender) return { kind: 'failed', nodeId: ender.node.id };
  const ends = ended.flatMap(({ node, end }) =>
    end.kind === 'left' && !leads(node.id) ? [[node.id, end.value] as const] : [],
  );
  if (ends.length === 0 && ended.some(({ end }) => end.kind === 'stopped')) return { kind: 'filtered' };
  return { kind: 'value', value: ends.length === 1 ? ends[0]?.[1] : Object.fromEntries(ends) };
}

/** Runs a node, and has its settings say what becomes of a failure. */
function settle(node: ModelNode, step: string, seen: Seen, gave: readonly unknown[], making: Making): Ended {
  const { kind, id } = node;
  const base = { node, input: seen.input };
  const main = kind.type === 'switch' ? 'otherwise' : 'out';
  const none: World['steps'] = new Map();
  if (node.disabled) {
    const end: NodeEnd = { kind: 'left', ports: [main], value: seen.input };
    return { ...base, end, sends: 0, status: 'succeeded', rounds: none };
  }
  const {
    end,
    sends,
    rounds = none,
  } = kind.type === 'for-each'
    ? container(kind, seen, making)
    : { ...runNode(kind, seen, gave, step, making), rounds: none };
  if (end.kind === 'threw') {
    const handled: NodeEnd =
      node.onError === 'fail'
        ? { kind: 'failed' }
        : { kind: 'left', ports: [node.onError === 'branch' ? 'error' : main], value: failureAt(id) };
    return { ...base, end: handled, sends, status: 'failed', rounds };
  }
  const status = end.kind === 'stopped' ? 'filtered' : end.kind === 'failed' ? 'failed' : 'succeeded';
  return { ...base, end, sends, status, rounds };
}

function container(kind: ModelContainer, seen: Seen, making: Making): Run & { readonly rounds?: World['steps'] } {
  const list = kind.items === 'list' ? seen.trigger.body.list : seen.input;
  if (!Array.isArray(list)) return { end: { kind: 'threw' }, sends: 0 };
  const items: unknown[] = [];
  for (let at = 0; at < list.length; at += kind.batchSize) {
    items.push(kind.batchSize === 1 ? list[at] : list.slice(at, at + kind.batchSize));
  }
  const worlds = items.map((item, index) => section(kind.inside, { ...seen, input: item, item, index }, index, making));
  const rounds = new Map<string, ExpectedStep>();
  const add = (world: SectionWorld, isSure: boolean) => {
    for (const [name, step] of world.steps) rounds.set(name, { ...step, isSure: step.isSure && isSure });
  };
  const failing = worlds.flatMap(({ end }, at) => (end.kind === 'failed' ? [at] : []));
  if (failing.length > 0 && kind.onItemError === 'stop') {
    // A round begins while no other failed, beside fewer than the limit; it then goes on to its end.
    const mayBegin = (at: number) => failing.filter((other) => other < at).length < kind.concurrency;
    const first = making.choose(failing.filter(mayBegin));
    for (const [at, world] of worlds.entries()) if (mayBegin(at)) add(world, at <= first);
    return { end: { kind: 'threw' }, sends: 0, rounds };
  }
  for (const world of worlds) add(world, true);
  const value = worlds.flatMap(({ end }) =>
    end.kind === 'filtered' ? [] : [end.kind === 'value' ? end.value : failureAt(end.nodeId)],
  );
  return { end: { kind: 'left', ports: ['out'], value }, sends: 0, rounds };
}
