import { endpoints } from '@millrace/shared/api';
import type { Graph } from '@millrace/shared/workflow';
import { Router } from 'express';
import { HeaderBag } from '../../intake/header-bag.ts';
import { turnOf } from '../../intake/turn-of.ts';
import { webhookConfigOf } from '../../intake/webhook-config.ts';
import { newId } from '../../new-id.ts';
import type { KeptDelivery, NewExecution, Turn } from '../../store/store.ts';
import type { Parts } from '../parts.ts';
import { route } from '../route.ts';
import { bodyOf } from '../view/delivery-view.ts';
import { newestOf, newReplay } from './new-replay.ts';
import { noSuchDelivery, noSuchExecution } from './no-such.ts';
import { requireWholeBody } from './require-whole-body.ts';
import { startNow } from './start-now.ts';

/** Runs a delivery again: as an execution of it did, from its start or from one node on; or as it would run now. */
export function replayRoutes(parts: Pick<Parts, 'store' | 'engine'>): Router {
  const { store } = parts;
  const router = Router();

  const begin = async (replay: NewExecution) => {
    await store.createExecution(replay);
    return startNow(parts, replay.id);
  };

  route(router, endpoints.replayExecution, async ({ params, body: { version, fromNode = null, effects } }) => {
    const record = await store.getExecution(params.id);
    if (!record) throw noSuchExecution();
    return begin(await newReplay(store, record, { version, fromNode, effects }));
  });

  route(router, endpoints.replayDelivery, async ({ params, body }) => {
    const delivery = await store.getDelivery(params.id);
    if (!delivery) throw noSuchDelivery();
    requireWholeBody(delivery);
    const { version, reference, graph } = await newestOf(store, delivery.workflowId, body.version);
    return begin({
      ...{ id: newId(), workflowId: delivery.workflowId, deliveryId: delivery.id, version, graph: reference },
      origin: { kind: 'replay', of: delivery.executionIds[0] ?? null, fromNode: null, effects: 'send-again' },
      ...{ untilNode: null, owner: null, reusedSteps: [], createdAt: Date.now() },
      turn: turnOver(delivery, graph),
    });
  });

  return router;
}

/** As the intake would have said, had the delivery come now. */
function turnOver(delivery: KeptDelivery, graph: Graph): Turn | undefined {
  const webhook = webhookConfigOf(graph);
  return webhook && turnOf(webhook, new HeaderBag(delivery.headers.flat()), bodyOf(delivery));
}
