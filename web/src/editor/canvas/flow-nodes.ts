import { nodeDefinitionOf, portLabelOf, portsOf } from '@millrace/shared/nodes/index';
import type { Graph, GraphEdge, GraphNode } from '@millrace/shared/workflow';
import type { Node } from '@xyflow/react';
import { frameOf, isFrame, nodesIn, sizeOf } from '../graph/frames.ts';
import { moveNodes } from '../graph/graph-edits.ts';
import { landingFrame } from '../graph/move-into-frame.ts';
import type { StepFacts } from './step-facts.ts';

type CardData = {
  readonly node: GraphNode;
  readonly step: StepFacts | null;
  /** Sentences of what is wrong with the node, worst first. */
  readonly problems: readonly string[];
  /** Ports that edges leave by although the node does not have them, as those of a branch that was removed. */
  readonly lostPorts: readonly string[];
  /** How many nodes stand in it. */
  readonly inside: number;
  /** Whether what is being dragged would come to stand in it. */
  readonly isLanding: boolean;
};
export type FlowNode = Node<CardData, 'card' | 'frame'>;

/** What the canvas knows beyond the graph: the measured size, and where a node is while it is dragged. */
export interface NodeView {
  readonly measured?: { readonly width: number; readonly height: number };
  readonly dragged?: { readonly x: number; readonly y: number };
}

export interface FlowNodesOf {
  readonly graph: Graph;
  readonly steps: ReadonlyMap<string, StepFacts>;
  readonly problems: ReadonlyMap<string, readonly string[]>;
  readonly selected: ReadonlySet<string>;
  readonly views: ReadonlyMap<string, NodeView>;
}

const none: readonly string[] = [];

/** The graph's nodes as the canvas takes them. Those that did not change stay the same objects, so that only changed cards are drawn. */
export const flowNodes = (
  { graph, steps, problems, selected, views }: FlowNodesOf,
  previous: ReadonlyMap<string, FlowNode>,
): FlowNode[] => {
  const edgesOf = Map.groupBy(graph.edges, ({ source }) => source);
  const landing = landingFrames(graph, views);
  // The canvas wants frames before what stands in them.
  const ordered = [...graph.nodes].sort((one, other) => Number(isFrame(other)) - Number(isFrame(one)));
  return ordered.map((node) => {
    const frame = frameOf(graph, node);
    const size = isFrame(node) ? sizeOf(graph, node) : null;
    const inside = size === null ? 0 : nodesIn(graph, node.id).length;
    const isLanding = landing.has(node.id);
    const step = steps.get(node.id) ?? null;
    const wrong = problems.get(node.id) ?? none;
    const lostPorts = lostPortsOf(node, edgesOf.get(node.id) ?? []);
    const view = views.get(node.id);
    const isSelected = selected.has(node.id);
    const position = view?.dragged ?? node.position;
    const old = previous.get(node.id);
    const sameData =
      old?.data.node === node &&
      old.data.inside === inside &&
      old.data.isLanding === isLanding &&
      sameStep(old.data.step, step) &&
      old.data.problems.join('\n') === wrong.join('\n') &&
      old.data.lostPorts.join('\n') === lostPorts.join('\n');
    if (
      old !== undefined &&
      sameData &&
      old.selected === isSelected &&
      old.measured === view?.measured &&
      old.parentId === frame?.id &&
      old.width === size?.width &&
      old.height === size?.height &&
      old.position.x === position.x &&
      old.position.y === position.y
    ) {
      return old;
    }
    return {
      id: node.id,
      type: size === null ? 'card' : 'frame',
      position,
      data: sameData ? old.data : { node, step, problems: wrong, lostPorts, inside, isLanding },
      selected: isSelected,
      dragging: view?.dragged !== undefined,
      ariaLabel: spoken(node, step, wrong, frame),
      ...(frame === undefined ? {} : { parentId: frame.id }),
      ...size,
      ...(view?.measured === undefined ? {} : { measured: view.measured }),
    };
  });
};

/** The frames into which or within which nodes are being dragged. */
function landingFrames(graph: Graph, views: ReadonlyMap<string, NodeView>): ReadonlySet<string> {
  const dragged = new Map([...views].flatMap(([id, view]) => (view.dragged === undefined ? [] : [[id, view.dragged]])));
  if (dragged.size === 0) return new Set();
  const moved = moveNodes(graph, dragged);
  const frames = moved.nodes.filter(({ id }) => dragged.has(id)).map((node) => landingFrame(graph, moved, node));
  return new Set(frames.flatMap((frame) => frame?.id ?? []));
}

function lostPortsOf(node: GraphNode, edges: readonly GraphEdge[]): readonly string[] {
  if (edges.length === 0 || nodeDefinitionOf(node.type) === undefined) return none;
  const { out } = portsOf(node);
  const lost = new Set(edges.map(({ sourceHandle }) => sourceHandle).filter((port) => !out.includes(port)));
  return lost.size === 0 ? none : [...lost];
}

const sameStep = (one: StepFacts | null, other: StepFacts | null): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

/** The card in words, for screen readers. */
const spoken = (
  node: GraphNode,
  step: StepFacts | null,
  problems: readonly string[],
  frame: GraphNode | undefined,
): string => {
  const label = nodeDefinitionOf(node.type)?.label ?? node.type;
  const parts = [node.name === label ? label : `${node.name}, ${label}`, summaryOf(node)];
  if (frame !== undefined) parts.push(`inside ${frame.name}`);
  if (step !== null) parts.push([step.status, ...exits(node, step)].join(' by '));
  if (step?.rounds) parts.push(`${step.rounds.count} rounds, ${step.rounds.failed} failed`);
  return [...parts, ...problems].join('. ');
};

/** The ports that the value left by, where there are several. */
const exits = (node: GraphNode, { ports }: StepFacts): string[] => {
  const labels = ports.flatMap((port) => portLabelOf(node, port) ?? []);
  return labels.length === 0 ? [] : [labels.join(' and ')];
};

/** What a node does, in the person's words. */
export const summaryOf = (node: GraphNode): string => {
  const definition = nodeDefinitionOf(node.type);
  if (definition === undefined) return `Unknown type ${node.type}`;
  try {
    return definition.summary(node.config);
  } catch {
    // A config from outside may hold anything; checkGraph says what is wrong with it.
    return 'Not set up yet';
  }
};
