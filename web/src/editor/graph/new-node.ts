import { nodeDefinitionOf } from '@millrace/shared/nodes/index';
import type { Graph, GraphNode } from '@millrace/shared/workflow';
import { randomId } from './random-id.ts';
import { uniqueName } from './unique-name.ts';

/** A fresh node of a type, named after it, with the type's initial config. It is not in the graph yet. */
export const newNode = (
  graph: Graph,
  type: string,
  position: { x: number; y: number },
  newId: () => string = randomId,
): GraphNode => {
  const definition = nodeDefinitionOf(type);
  return {
    id: newId(),
    type,
    name: uniqueName(
      definition?.label ?? type,
      graph.nodes.map(({ name }) => name),
    ),
    position,
    config: structuredClone((definition?.initial ?? {}) as Record<string, unknown>),
  };
};
