import { type WebhookConfig, webhookConfigOf } from '@millrace/shared/webhook-config';
import type { Graph } from '@millrace/shared/workflow';
import { schemaFit } from '../body/schema-fit.ts';
import type { Store } from '../store/store.ts';
import { callRefused } from './call-refused.ts';

/** The version that a call runs. */
export interface PublishedCallee {
  readonly workflowId: string;
  readonly name: string;
  readonly version: number;
  readonly graphId: string;
  readonly graph: Graph;
  readonly trigger: WebhookConfig;
}

/** @throws StepFailure, in the name of the node that calls, where there is nothing to run */
export async function publishedCallee(
  store: Pick<Store, 'getRoute'>,
  workflowId: string,
  nodeName: string,
): Promise<PublishedCallee> {
  const route = await store.getRoute(workflowId);
  if (!route) {
    const message = `The workflow that "${nodeName}" calls does not exist any more. Choose another one.`;
    throw callRefused('no-workflow', message);
  }
  const { published, workflowName: name } = route;
  if (!published) {
    const message = `"${nodeName}" calls "${name}", which is not published. Publish it first.`;
    throw callRefused('not-published', message);
  }
  const { version, graphId, graph } = published;
  const trigger = webhookConfigOf(graph);
  if (!trigger) {
    const message = `"${nodeName}" calls "${name}", whose webhook node is not set up completely. Mend it, and publish it again.`;
    throw callRefused('not-published', message);
  }
  return { workflowId, name, version, graphId, graph, trigger };
}

/** @throws StepFailure, in the name of the node that calls, where the callee's schema does not fit the body */
export function requireFit({ name, trigger }: PublishedCallee, body: unknown, nodeName: string): void {
  if (trigger.bodySchema.kind === 'none') return;
  const fit = schemaFit(trigger.bodySchema.schema)(body);
  if (fit.kind === 'fits') return;
  throw callRefused('misfit', `"${name}" does not take what "${nodeName}" sends it. ${fit.reason}`);
}
