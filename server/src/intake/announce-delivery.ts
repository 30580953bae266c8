import type { LiveEvents } from '../live/live-events.ts';
import type { NewDelivery } from '../store/store.ts';

/** Tells the open pages about a delivery, when there are any. */
export const announceDelivery = (
  live: LiveEvents,
  delivery: NewDelivery,
  workflowName: string,
  executionId: string | null,
): void => {
  if (!live.wanted) return;
  const { id, workflowId, outcome, status, reason, method, path, contentType, test } = delivery;
  live.publish({
    kind: 'delivery',
    delivery: {
      id,
      workflowId,
      workflowName,
      outcome,
      status,
      reason,
      method,
      path,
      contentType,
      sizeBytes: delivery.body.length,
      receivedAt: new Date(delivery.receivedAt).toISOString(),
      executionId,
      test,
    },
  });
};
