import type { GraphNode } from '../workflow.ts';
import type { NodeDefinition } from './define-node.ts';
import { filter } from './filter.ts';
import { httpRequest } from './http-request.ts';
import { respond } from './respond.ts';
import { script } from './script.ts';
import { transform } from './transform.ts';
import { webhook } from './webhook.ts';

/** Every node type, in the order of the palette. */
export const nodeDefinitions = [webhook, filter, transform, script, httpRequest, respond] as const;

const byType = new Map<string, NodeDefinition>(
  nodeDefinitions.map((definition) => [definition.type, definition as unknown as NodeDefinition]),
);

export const nodeDefinitionOf = (type: string): NodeDefinition | undefined => byType.get(type);

/** The ports a node has, with the error port that `settings.onError: 'branch'` adds. */
export const portsOf = (
  node: Pick<GraphNode, 'type' | 'settings'>,
): { in: readonly string[]; out: readonly string[] } => {
  const ports = nodeDefinitionOf(node.type)?.ports ?? { in: [], out: [] };
  return node.settings?.onError === 'branch' ? { in: ports.in, out: [...ports.out, 'error'] } : ports;
};
