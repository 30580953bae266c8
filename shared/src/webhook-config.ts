import type { z } from 'zod';
import { webhook } from './nodes/webhook.ts';
import type { Graph } from './workflow.ts';

export type WebhookConfig = z.output<typeof webhook.config>;

/**
 * What the graph's webhook node says about requests. A graph that has no such node yet takes any POST unverified, since
 * nothing runs; one whose node does not check yields undefined, since guessing could let a forged request in.
 */
export const webhookConfigOf = (graph: Graph): WebhookConfig | undefined =>
  webhook.config.safeParse(graph.nodes.find(({ type }) => type === webhook.type)?.config ?? {}).data;
