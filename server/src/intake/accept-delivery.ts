import type { WebhookConfig } from '@millrace/shared/webhook-config';
import type { Engine, ExecutionWork } from '../engine/engine.ts';
import type { LiveEvents } from '../live/live-events.ts';
import { newId } from '../new-id.ts';
import { duplicateReason } from '../store/duplicate-reason.ts';
import type { DeliveryKey, NewDelivery, NewExecution, Store, Turn } from '../store/store.ts';
import { announceDelivery } from './announce-delivery.ts';
import type { IntakeOutcome, RespondMode } from './intake.ts';
import type { Route } from './route-table.ts';

interface AcceptorParts {
  readonly store: Pick<Store, 'accept'>;
  readonly engine: Pick<Engine, 'instanceId' | 'hasRoom' | 'start'>;
  readonly live: LiveEvents;
}

type Accept = (
  route: Route,
  webhook: WebhookConfig,
  delivery: NewDelivery,
  body: unknown,
  key?: DeliveryKey | undefined,
  turn?: Turn | undefined,
) => Promise<IntakeOutcome>;

const respondModeOf = (webhook: WebhookConfig): RespondMode =>
  webhook.respond === 'at-once' ? { mode: 'at-once' } : { mode: webhook.respond, waitMs: webhook.responseWaitMs };

const workOf = (
  { workflowId, workflowName }: Route,
  { version, graphId, graph }: NonNullable<Route['published']>,
  { id, origin, createdAt, turn }: NewExecution,
  delivery: NewDelivery,
  body: unknown,
): ExecutionWork => ({
  id,
  epoch: 1,
  workflowId,
  workflowName,
  version,
  graphId,
  graph,
  delivery,
  body: { value: body },
  origin,
  untilNode: null,
  createdAt,
  startedAt: createdAt,
  steps: [],
  recoveries: 0,
  stalls: 0,
  isAwaited: turn !== undefined,
});

/** Commits what is in order, together with the execution over it, and starts that. */
export function acceptor({ store, engine, live }: AcceptorParts): Accept {
  return async (route, webhook, delivery, body, key, turn) => {
    const { published } = route;
    const startsNow = published !== null && !route.paused && engine.hasRoom();
    const execution: NewExecution | null = published && {
      id: newId(delivery.receivedAt),
      workflowId: route.workflowId,
      version: published.version,
      graph: { graphId: published.graphId },
      deliveryId: delivery.id,
      origin: { kind: 'delivery' },
      untilNode: null,
      owner: startsNow ? engine.instanceId : null,
      reusedSteps: [],
      createdAt: delivery.receivedAt,
      turn,
    };
    const start =
      execution && startsNow ? () => engine.start(workOf(route, published, execution, delivery, body)) : () => null;
    const committed = store.accept(delivery, execution, key);
    // What the nodes compute goes on beside the commit, since nothing of it is seen outside before; their effects are
    // written first, and so behind it. For a duplicate there is no execution then, and the run comes to nothing. Whoever
    // watches hears only of what is committed: then it starts afterwards, as does what may have to wait for its turn.
    const early = live.wanted || turn !== undefined ? undefined : start();
    const result = await committed;
    if (typeof result === 'object') {
      const { deliveryId, executionId, status, sameBody } = result;
      const kept: NewDelivery = { ...delivery, outcome: 'duplicate', status, reason: duplicateReason(sameBody) };
      announceDelivery(live, kept, route.workflowName, null);
      return { kind: 'duplicate', deliveryId, executionId, status };
    }
    announceDelivery(live, delivery, route.workflowName, execution?.id ?? null);
    const running = result === 'queued' ? null : early === undefined ? start() : early;
    const respond = respondModeOf(webhook);
    const isProven = delivery.verification.preset !== 'none';
    return {
      kind: 'accepted',
      isProven,
      deliveryId: delivery.id,
      executionId: execution?.id ?? null,
      running,
      respond,
    };
  };
}
