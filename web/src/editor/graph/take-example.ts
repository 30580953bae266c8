import type { NodeExample } from '@millrace/shared/nodes/define-node';
import type { Graph } from '@millrace/shared/workflow';
import type { z } from 'zod';
import { nodesIn } from './frames.ts';
import { updateNode } from './graph-edits.ts';
import { placeNode } from './place-node.ts';
import { randomId } from './random-id.ts';
import { uniqueName } from './unique-name.ts';

/**
 * Gives a node the settings of an example. What only a person knows stays as it was; an empty frame gets the node that
 * stands in it.
 */
export const takeExample = (
  graph: Graph,
  nodeId: string,
  { config, keeps = [], inside }: NodeExample<z.ZodType>,
  newId: () => string = randomId,
): Graph => {
  const configured = updateNode(graph, nodeId, (node) => {
    const kept = keeps.filter((field) => Object.hasOwn(node.config, field));
    return {
      ...node,
      config: {
        ...structuredClone(config as Record<string, unknown>),
        ...Object.fromEntries(kept.map((field) => [field, node.config[field]])),
      },
    };
  });
  if (inside === undefined || nodesIn(graph, nodeId).length > 0) return configured;
  const placed = placeNode(configured, inside.type, { kind: 'inside', frameId: nodeId }, newId);
  const names = configured.nodes.map(({ name }) => name);
  return updateNode(placed.graph, placed.nodeId, (node) => ({
    ...node,
    name: uniqueName(inside.name, names),
    config: structuredClone(inside.config),
  }));
};
