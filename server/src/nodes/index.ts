import { callWorkflowNode } from './call-workflow.ts';
import { collectionNode } from './collection.ts';
import { delayNode } from './delay.ts';
import { emailNode } from './email.ts';
import { filterNode } from './filter.ts';
import { forEachNode } from './for-each.ts';
import { httpRequestNode } from './http-request.ts';
import type { NodeImplementation } from './implement.ts';
import { mergeNode } from './merge.ts';
import { respondNode } from './respond.ts';
import { scriptNode } from './script.ts';
import { stopNode } from './stop.ts';
import { switchNode } from './switch.ts';
import { transformNode } from './transform.ts';
import { waitForWebhookNode } from './wait-for-webhook.ts';
import { webhookNode } from './webhook.ts';

/** What every node type of the palette does. */
const implementations = [
  webhookNode,
  filterNode,
  switchNode,
  mergeNode,
  stopNode,
  forEachNode,
  delayNode,
  waitForWebhookNode,
  transformNode,
  scriptNode,
  collectionNode,
  httpRequestNode,
  callWorkflowNode,
  emailNode,
  respondNode,
] as const;

const byType = new Map<string, NodeImplementation>(
  // Each one is only ever given the config of its own type, which the compiler checks against its schema.
  implementations.map((node) => [node.definition.type, node as unknown as NodeImplementation]),
);

export const nodeImplementationOf = (type: string): NodeImplementation | undefined => byType.get(type);
