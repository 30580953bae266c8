import { containerStarts } from '@millrace/shared/container-starts';
import type { Step, Trigger } from '@millrace/shared/execution';
import { forEach } from '@millrace/shared/nodes/for-each';
import { nodeDefinitionOf, takesFirst } from '@millrace/shared/nodes/index';
import { parseTemplate, readPath } from '@millrace/shared/template';
import type { Graph } from '@millrace/shared/workflow';
import { upstreamNodes } from '../graph/upstream-nodes.ts';

/** A value that is there, or is not known because nothing ran that far. */
export type Known = { readonly known: true; readonly value: unknown } | { readonly known: false };

const unknown: Known = { known: false };

/** What the chosen delivery and execution hold. */
export interface ChosenData {
  readonly trigger: Trigger | null;
  /** With those of one round of each container. */
  readonly steps: readonly Step[];
  /** Its number, from 0. */
  readonly round: number;
  /** By node id: outputs to expect of nodes that have not run, where they are only to be offered. */
  readonly samples?: ReadonlyMap<string, unknown>;
}

/** What expressions of one node find in scope: the real values, as far as they are known. */
export interface Scope {
  readonly input: Known;
  readonly trigger: Trigger | null;
  /** What the round is about; undefined outside of containers. */
  readonly item?: Known;
  /** The number of the round, from 0. */
  readonly index: number;
  /** By node name: outputs of the nodes before this one, and the URLs of those that wait for an answer. */
  readonly steps: Readonly<Record<string, { readonly output?: unknown; readonly resumeUrl?: string }>>;
}

/** What left a node. The webhook node's is the body, also when nothing ran. */
export const outputOf = (graph: Graph, nodeId: string, data: ChosenData): Known => {
  const step = data.steps.find((each) => each.nodeId === nodeId);
  if (step !== undefined && (step.status === 'succeeded' || step.ports.length > 0)) {
    return { known: true, value: step.output };
  }
  const node = graph.nodes.find(({ id }) => id === nodeId);
  if (node?.type === 'webhook' && data.trigger !== null) return { known: true, value: data.trigger.body };
  return data.samples?.has(nodeId) ? { known: true, value: data.samples.get(nodeId) } : unknown;
};

/** What comes into a node: as it was in the execution, else what its predecessors gave. */
export const inputOf = (graph: Graph, nodeId: string, data: ChosenData): Known => {
  const node = graph.nodes.find(({ id }) => id === nodeId);
  if (node?.type === 'webhook') return data.trigger === null ? unknown : { known: true, value: data.trigger };
  const incoming = graph.edges.filter(({ target }) => target === nodeId);
  if (incoming.length === 1 && incoming[0] !== undefined) {
    const given = outputOf(graph, incoming[0].source, data);
    if (given.known) return given;
  }
  const step = data.steps.find((each) => each.nodeId === nodeId);
  if (step !== undefined && step.status !== 'skipped') return { known: true, value: step.input };
  if (incoming.length === 0) return itemOf(graph, nodeId, data).item ?? unknown;
  if (incoming.length < 2) return unknown;
  const parts = incoming.flatMap(({ source }) => {
    const name = graph.nodes.find(({ id }) => id === source)?.name;
    const given = outputOf(graph, source, data);
    return name !== undefined && given.known ? [[name, given.value] as const] : [];
  });
  const [first] = parts;
  if (first === undefined) return unknown;
  return { known: true, value: node && takesFirst(node) ? first[1] : Object.fromEntries(parts) };
};

export const scopeOf = (graph: Graph, nodeId: string, data: ChosenData): Scope => ({
  input: inputOf(graph, nodeId, data),
  trigger: data.trigger,
  ...itemOf(graph, nodeId, data),
  index: data.round,
  steps: stepsOf(graph, nodeId, data),
});

/** What the round of the container around a node was about, or would be. */
function itemOf(graph: Graph, nodeId: string, data: ChosenData): Pick<Scope, 'item'> {
  const frame = graph.nodes.find(({ id }) => id === nodeId)?.parentId;
  if (frame === undefined) return {};
  const begins = containerStarts(graph).filter(({ parentId }) => parentId === frame);
  // What came into a node with which it began.
  const step = data.steps.find((each) => begins.some(({ id }) => id === each.nodeId));
  return { item: step === undefined ? expectedItem(graph, frame, data) : { known: true, value: step.input } };
}

/** Before a container has run: the item of the list that it would get, where that list is the value at a plain path. */
function expectedItem(graph: Graph, frame: string, data: ChosenData): Known {
  const config = forEach.config.safeParse(graph.nodes.find(({ id }) => id === frame)?.config);
  if (!config.success || typeof config.data.items !== 'string') return unknown;
  const template = parseTemplate(config.data.items);
  if (template.kind !== 'single' || template.part.kind !== 'path') return unknown;
  const input = inputOf(graph, frame, data);
  const values = {
    ...(input.known && { input: input.value }),
    ...(data.trigger !== null && { trigger: data.trigger }),
    steps: stepsOf(graph, frame, data),
  };
  const list = readPath(values, template.part);
  if (!Array.isArray(list)) return unknown;
  const { batchSize } = config.data;
  const items = list.slice(data.round * batchSize, (data.round + 1) * batchSize);
  return items.length === 0 ? unknown : { known: true, value: batchSize === 1 ? items[0] : items };
}

/** A resume URL is made with each execution; where none is chosen, its beginning stands for it. */
const SOME_RESUME_URL = `${globalThis.location?.origin ?? ''}/resume/…`;

function stepsOf(graph: Graph, nodeId: string, data: ChosenData): Scope['steps'] {
  const outputs = upstreamNodes(graph, nodeId).flatMap((node) => {
    const output = outputOf(graph, node.id, data);
    return output.known ? [[node.name, { output: output.value }] as const] : [];
  });
  const steps: Record<string, Scope['steps'][string]> = Object.fromEntries(outputs);
  for (const { id, type, name } of graph.nodes) {
    if (!nodeDefinitionOf(type)?.isResumable) continue;
    const url = data.steps.find((step) => step.nodeId === id)?.wait?.resumeUrl;
    steps[name] = { ...steps[name], resumeUrl: url ?? SOME_RESUME_URL };
  }
  return steps;
}
