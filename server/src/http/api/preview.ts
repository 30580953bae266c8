import { endpoints } from '@millrace/shared/api';
import { Router } from 'express';
import { preview } from '../../engine/preview.ts';
import { newId } from '../../new-id.ts';
import type { ExecutionRecord } from '../../store/history-store.ts';
import type { NewDelivery, Store } from '../../store/store.ts';
import type { Parts } from '../parts.ts';
import { route } from '../route.ts';
import { noSuchDelivery, noSuchExecution, noSuchWorkflow } from './no-such.ts';

/** What the texts of a node come to. Changes nothing; without a delivery or an execution the newest delivery serves. */
export function previewRoutes({
  store,
  sandbox,
  resumeUrlOf,
}: Pick<Parts, 'store' | 'sandbox' | 'resumeUrlOf'>): Router {
  const router = Router();

  route(router, endpoints.preview, async ({ params, body }) => {
    const workflow = await store.getWorkflow(params.id);
    if (!workflow) throw noSuchWorkflow();
    const execution = body.executionId === undefined ? undefined : await store.getExecution(body.executionId);
    if (body.executionId !== undefined && execution?.workflowId !== workflow.id) throw noSuchExecution();
    const deliveryId = body.deliveryId ?? execution?.deliveryId ?? (await newestDelivery(store, workflow.id));
    const delivery = deliveryId === undefined ? emptyDelivery(workflow.id) : await store.getDelivery(deliveryId);
    if (delivery?.workflowId !== workflow.id) throw noSuchDelivery();
    const results = await preview(sandbox, {
      templates: body.templates,
      language: body.language,
      graph: workflow.draft,
      nodeId: body.nodeId,
      round: body.round,
      workflow: { id: workflow.id, name: workflow.name },
      delivery,
      resumeUrlOf,
      execution: execution ? recordedOf(execution) : null,
    });
    return { results };
  });

  return router;
}

const recordedOf = ({ id, version, origin, createdAt, steps }: ExecutionRecord) => ({
  ...{ id, version, origin, steps },
  createdAt: Date.parse(createdAt),
});

async function newestDelivery(store: Store, workflowId: string): Promise<string | undefined> {
  const { items } = await store.listDeliveries({ workflowId, outcome: ['accepted'], limit: 1 });
  return items[0]?.id;
}

/** Before the first delivery: what needs no data shows its value, everything else that something is missing. */
const emptyDelivery = (workflowId: string): NewDelivery => ({
  id: newId(),
  workflowId,
  outcome: 'accepted',
  status: 200,
  reason: null,
  method: 'POST',
  path: '',
  query: '',
  headers: [],
  contentType: null,
  remoteAddress: '',
  body: new Uint8Array(),
  verification: { preset: 'none', secret: null },
  test: true,
  receivedAt: Date.now(),
});
