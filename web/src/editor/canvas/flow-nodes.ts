import { nodeDefinitionOf } from '@millrace/shared/nodes/index';
import type { GraphNode } from '@millrace/shared/workflow';
import type { Node } from '@xyflow/react';
import type { StepFacts } from './step-facts.ts';

type CardData = {
  readonly node: GraphNode;
  readonly step: StepFacts | null;
  /** Sentences of what is wrong with the node, worst first. */
  readonly problems: readonly string[];
};
export type FlowNode = Node<CardData, 'card'>;

/** What the canvas knows beyond the graph: the measured size, and where a node is while it is dragged. */
export interface NodeView {
  readonly measured?: { readonly width: number; readonly height: number };
  readonly dragged?: { readonly x: number; readonly y: number };
}

export interface FlowNodesOf {
  readonly nodes: readonly GraphNode[];
  readonly steps: ReadonlyMap<string, StepFacts>;
  readonly problems: ReadonlyMap<string, readonly string[]>;
  readonly selected: ReadonlySet<string>;
  readonly views: ReadonlyMap<string, NodeView>;
}

const none: readonly string[] = [];

/** The graph's nodes as the canvas takes them. Those that did not change stay the same objects, so that only changed cards are drawn. */
export const flowNodes = (
  { nodes, steps, problems, selected, views }: FlowNodesOf,
  previous: ReadonlyMap<string, FlowNode>,
): FlowNode[] =>
  nodes.map((node) => {
    const step = steps.get(node.id) ?? null;
    const wrong = problems.get(node.id) ?? none;
    const view = views.get(node.id);
    const isSelected = selected.has(node.id);
    const position = view?.dragged ?? node.position;
    const old = previous.get(node.id);
    const sameData =
      old?.data.node === node && sameStep(old.data.step, step) && old.data.problems.join('\n') === wrong.join('\n');
    if (
      old !== undefined &&
      sameData &&
      old.selected === isSelected &&
      old.measured === view?.measured &&
      old.position.x === position.x &&
      old.position.y === position.y
    ) {
      return old;
    }
    return {
      id: node.id,
      type: 'card',
      position,
      data: sameData ? old.data : { node, step, problems: wrong },
      selected: isSelected,
      dragging: view?.dragged !== undefined,
      ariaLabel: spoken(node, step, wrong),
      ...(view?.measured === undefined ? {} : { measured: view.measured }),
    };
  });

const sameStep = (one: StepFacts | null, other: StepFacts | null): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

/** The card in words, for screen readers. */
const spoken = (node: GraphNode, step: StepFacts | null, problems: readonly string[]): string => {
  const label = nodeDefinitionOf(node.type)?.label ?? node.type;
  const parts = [node.name === label ? label : `${node.name}, ${label}`, summaryOf(node)];
  if (step !== null) parts.push(step.status);
  return [...parts, ...problems].join('. ');
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
