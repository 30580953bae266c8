import type { GraphNode } from '../workflow.ts';
import { callWorkflow } from './call-workflow.ts';
import { collection } from './collection.ts';
import type { NodeDefinition, NodePorts } from './define-node.ts';
import { delay } from './delay.ts';
import { email } from './email.ts';
import { filter } from './filter.ts';
import { forEach } from './for-each.ts';
import { httpRequest } from './http-request.ts';
import { merge } from './merge.ts';
import { respond } from './respond.ts';
import { script } from './script.ts';
import { stop } from './stop.ts';
import { switchType } from './switch.ts';
import { transform } from './transform.ts';
import { waitForWebhook } from './wait-for-webhook.ts';
import { webhook } from './webhook.ts';

/** Every node type, in the order of the palette. */
export const nodeDefinitions = [
  webhook,
  filter,
  switchType,
  merge,
  stop,
  forEach,
  delay,
  waitForWebhook,
  transform,
  script,
  collection,
  httpRequest,
  email,
  callWorkflow,
  respond,
] as const;

const byType = new Map<string, NodeDefinition>(
  nodeDefinitions.map((definition) => [definition.type, definition as unknown as NodeDefinition]),
);

export const nodeDefinitionOf = (type: string): NodeDefinition | undefined => byType.get(type);

type PortedNode = Pick<GraphNode, 'type' | 'config' | 'settings'>;

const NO_PORTS: NodePorts = { in: [], out: [] };

/** The ports a node has, with the error port that `settings.onError: 'branch'` adds. Never throws. */
export const portsOf = (node: PortedNode): NodePorts => {
  const ports = ownPortsOf(node);
  return node.settings?.onError === 'branch' ? { ...ports, out: [...ports.out, 'error'] } : ports;
};

function ownPortsOf({ type, config }: PortedNode): NodePorts {
  const ports = nodeDefinitionOf(type)?.ports ?? NO_PORTS;
  if (typeof ports !== 'function') return ports;
  try {
    return ports(config);
  } catch {
    // A config from outside may hold anything; checkGraph says what is wrong with it.
    return NO_PORTS;
  }
}

/** Whether a node's ports come and go with its config. */
export const hasOwnPorts = ({ type }: Pick<GraphNode, 'type'>): boolean =>
  typeof nodeDefinitionOf(type)?.ports === 'function';

/** The port by which a node that is disabled, or goes on after an error, lets its value out. */
export const mainPortOf = (node: PortedNode): string => {
  const { main, out } = ownPortsOf(node);
  return main ?? out[0] ?? 'out';
};

/** Whether a node runs on the first value that reaches it, which is then its input, and waits for no other. */
export const takesFirst = ({ type, config }: Pick<GraphNode, 'type' | 'config'>): boolean =>
  nodeDefinitionOf(type)?.takesFirst?.(config) ?? false;

/** What a person reads at an output; null where the node has no other, so that nothing need be said. */
export const portLabelOf = (node: PortedNode, port: string): string | null => {
  const { out, labels } = portsOf(node);
  if (port === 'out') return out.length > 1 ? 'success' : null;
  return labels?.get(port) ?? port;
};
