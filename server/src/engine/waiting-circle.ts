import { calleeIdOf } from '@millrace/shared/callee';
import { callWorkflow } from '@millrace/shared/nodes/call-workflow';
import { webhookConfigOf } from '@millrace/shared/webhook-config';
import type { Graph } from '@millrace/shared/workflow';
import type { Store } from '../store/store.ts';

/** More workflows than that are nobody's circle. */
const MAX_WORKFLOWS = 100;

/**
 * The name of a workflow that keeps an order and is among `waiting`, if the workflow of `graph` may call it in turn and
 * wait, over others too: each could then hold the turn that the other waits for. Read of what is published.
 */
export async function waitingCircle(
  store: Pick<Store, 'getRoute'>,
  graph: Graph,
  waiting: ReadonlySet<string>,
): Promise<string | undefined> {
  const found = new Set(awaitedBy(graph));
  for (const workflowId of found) {
    if (found.size > MAX_WORKFLOWS) return undefined;
    const route = await store.getRoute(workflowId);
    if (!route?.published) continue;
    if (waiting.has(workflowId) && keepsOrder(route.published.graph)) return route.workflowName;
    for (const next of awaitedBy(route.published.graph)) found.add(next);
  }
  return undefined;
}

const awaitedBy = ({ nodes }: Graph): readonly string[] =>
  nodes.flatMap((node) => (isAwaited(node.config.mode) ? (calleeIdOf(node) ?? []) : []));

const isAwaited = (mode: unknown): boolean => callWorkflow.config.shape.mode.safeParse(mode).data === 'wait';

const keepsOrder = (graph: Graph): boolean => (webhookConfigOf(graph)?.order.kind ?? 'none') !== 'none';
