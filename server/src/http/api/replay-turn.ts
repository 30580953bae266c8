import { webhookConfigOf } from '@millrace/shared/webhook-config';
import type { Graph } from '@millrace/shared/workflow';
import { turnOf } from '../../engine/turn-of.ts';
import type { Turn } from '../../store/store.ts';
import type { Parts } from '../parts.ts';
import { bodyOf } from '../view/delivery-view.ts';

/** When a replay's turn comes: as the intake would have said by that graph, had the delivery come now. */
export async function replayTurn(
  { store, sandbox }: Pick<Parts, 'store' | 'sandbox'>,
  deliveryId: string,
  graph: Graph,
): Promise<Turn | undefined> {
  const webhook = webhookConfigOf(graph);
  // Most say nothing of an order, and are spared reading the body.
  const delivery = webhook && webhook.order.kind !== 'none' ? await store.getDelivery(deliveryId) : undefined;
  if (!webhook || !delivery) return undefined;
  const { turn } = await turnOf(webhook, delivery, bodyOf(delivery), sandbox);
  return turn;
}
