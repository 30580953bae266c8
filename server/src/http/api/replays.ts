import { endpoints } from '@millrace/shared/api';
import { Router } from 'express';
import { newId } from '../../new-id.ts';
import type { NewExecution } from '../../store/store.ts';
import type { Parts } from '../parts.ts';
import { route } from '../route.ts';
import { newestOf, newReplay } from './new-replay.ts';
import { noSuchDelivery, noSuchExecution } from './no-such.ts';
import { replayTurn } from './replay-turn.ts';
import { requireWholeBody } from './require-whole-body.ts';
import { startNow } from './start-now.ts';

/** Runs a delivery again: as an execution of it did, from its start or from one node on; or as it would run now. */
export function replayRoutes(parts: Pick<Parts, 'store' | 'engine' | 'sandbox'>): Router {
  const { store } = parts;
  const router = Router();

  const begin = async (replay: NewExecution) => {
    await store.createExecution(replay);
    return startNow(parts, replay.id);
  };

  route(router, endpoints.replayExecution, async ({ params, body: { version, fromNode = null, effects } }) => {
    const record = await store.getExecution(params.id);
    if (!record) throw noSuchExecution();
    return begin(await newReplay(parts, record, { version, fromNode, effects }));
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
      turn: await replayTurn(parts, delivery.id, graph),
    });
  });

  return router;
}
