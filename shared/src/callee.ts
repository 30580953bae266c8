import { callWorkflow } from './nodes/call-workflow.ts';
import { webhook } from './nodes/webhook.ts';
import { type WebhookConfig, webhookConfigOf } from './webhook-config.ts';
import type { Graph, GraphNode } from './workflow.ts';

/** What is known of a workflow that another one calls. */
export type Callee = FoundCallee | { readonly kind: 'missing' };

export interface FoundCallee {
  readonly kind: 'found';
  readonly name: string;
  /** The JSON Schema of what it takes; undefined while it takes anything, or is not published. */
  readonly bodySchema?: unknown;
}

/** Finds what is known of a workflow by its id; undefined when nobody knows yet whether there is one. */
export type CalleeOf = (workflowId: string) => Callee | undefined;

/** The id of the workflow that a node calls; undefined when it calls none, or none is chosen yet. */
export const calleeIdOf = ({ type, config }: Pick<GraphNode, 'type' | 'config'>): string | undefined =>
  type === callWorkflow.type ? callWorkflow.config.shape.workflowId.safeParse(config.workflowId).data : undefined;

/** The id of the workflow that gets what failed; undefined when none does. */
export const failureHandlerOf = ({ type, config }: Pick<GraphNode, 'type' | 'config'>): string | undefined =>
  type === webhook.type ? webhook.config.shape.onFailure.safeParse(config.onFailure).data?.workflowId : undefined;

/** The ids of the workflows that a graph calls or hands failures over to, each once. */
export const calleeIdsOf = ({ nodes }: Graph): readonly string[] => [
  ...new Set(nodes.flatMap((node) => calleeIdOf(node) ?? failureHandlerOf(node) ?? [])),
];

/** The JSON Schema that a graph's webhook node demands of bodies; undefined when it takes any, or is not filled in right. */
export const bodySchemaOf = (graph: Graph): unknown => bodySchemaIn(webhookConfigOf(graph));

/** The same of a webhook node that was read already. */
export const bodySchemaIn = (webhookConfig: Pick<WebhookConfig, 'bodySchema'> | undefined): unknown =>
  webhookConfig?.bodySchema.kind === 'schema' ? webhookConfig.bodySchema.schema : undefined;
