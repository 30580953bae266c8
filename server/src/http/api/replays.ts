import { endpoints } from '@millrace/shared/api';
import type { Graph } from '@millrace/shared/workflow';
import { Router } from 'express';
import { reusedSteps } from '../../engine/replay.ts';
import { HeaderBag } from '../../intake/header-bag.ts';
import { turnOf } from '../../intake/turn-of.ts';
import { webhookConfigOf } from '../../intake/webhook-config.ts';
import { newId } from '../../new-id.ts';
import type { ExecutionRecord, GraphReference, KeptDelivery, NewExecution, Store, Turn } from '../../store/store.ts';
import { ApiProblem } from '../api-problem.ts';
import type { Parts } from '../parts.ts';
import { route } from '../route.ts';
import { bodyOf } from '../view/delivery-view.ts';
import { noSuchDelivery, noSuchExecution, noSuchWorkflow } from './no-such.ts';
import { requireWholeBody } from './require-whole-body.ts';
import { startNow } from './start-now.ts';

/** Runs a delivery again: as an execution of it did, from its start or from one node on; or as it would run now. */
export function replayRoutes(parts: Pick<Parts, 'store' | 'engine'>): Router {
  const { store } = parts;
  const router = Router();

  const begin = async (replay: Omit<NewExecution, 'id' | 'owner' | 'createdAt'>) => {
    const id = newId();
    await store.createExecution({ ...replay, id, owner: null, createdAt: Date.now() });
    return startNow(parts, id);
  };

  route(router, endpoints.replayExecution, async ({ params, body }) => {
    const record = await store.getExecution(params.id);
    if (!record) throw noSuchExecution();
    const { version, reference, graph, untilNode } = await whatRuns(store, record, body.version);
    const { fromNode = null } = body;
    if (fromNode !== null && !graph.nodes.some(({ id }) => id === fromNode)) {
      const message = 'The version that is to run has no node with this id. Replay from the start instead.';
      throw new ApiProblem('invalid-input', 'The request is not valid.', { errors: [{ path: 'fromNode', message }] });
    }
    return begin({
      ...{ workflowId: record.workflowId, deliveryId: record.deliveryId, version, graph: reference, untilNode },
      origin: { kind: 'replay', of: record.id, fromNode },
      reusedSteps: fromNode === null ? [] : reusedSteps(record.steps, graph, fromNode),
    });
  });

  route(router, endpoints.replayDelivery, async ({ params, body }) => {
    const delivery = await store.getDelivery(params.id);
    if (!delivery) throw noSuchDelivery();
    requireWholeBody(delivery);
    const { version, reference, graph } = await newestOf(store, delivery.workflowId, body.version);
    return begin({
      ...{ workflowId: delivery.workflowId, deliveryId: delivery.id, version, graph: reference, untilNode: null },
      origin: { kind: 'replay', of: delivery.executionIds[0] ?? null, fromNode: null },
      reusedSteps: [],
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

interface WhatRuns {
  readonly version: number | null;
  readonly reference: GraphReference;
  readonly graph: Graph;
  readonly untilNode: string | null;
}

async function whatRuns(
  store: Store,
  record: ExecutionRecord,
  which: 'same' | 'published' | 'draft',
): Promise<WhatRuns> {
  if (which === 'same') {
    const { version, graphId, graph, untilNode } = record;
    return { version, reference: { graphId }, graph, untilNode };
  }
  return newestOf(store, record.workflowId, which);
}

async function newestOf(store: Store, workflowId: string, which: 'published' | 'draft'): Promise<WhatRuns> {
  const workflow = await store.getWorkflow(workflowId);
  if (!workflow) throw noSuchWorkflow();
  if (which === 'draft') {
    return { version: null, reference: { graph: workflow.draft }, graph: workflow.draft, untilNode: null };
  }
  const published =
    workflow.publishedVersion === null ? undefined : await store.getVersion(workflow.id, workflow.publishedVersion);
  if (!published) {
    throw new ApiProblem('conflict', 'Nothing is published.', {
      detail: 'Publish the workflow, or replay on the draft.',
    });
  }
  return {
    version: published.version,
    reference: { graphId: published.graphId },
    graph: published.graph,
    untilNode: null,
  };
}
