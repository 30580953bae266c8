import { endpoints, type madeUpRequest } from '@millrace/shared/api';
import { Router } from 'express';
import type { z } from 'zod';
import { parseBody } from '../../body/parse-body.ts';
import { announceDelivery } from '../../intake/announce-delivery.ts';
import { maskHeaders } from '../../intake/mask-headers.ts';
import { newId } from '../../new-id.ts';
import type { NewDelivery, NewExecution } from '../../store/store.ts';
import type { WorkflowRecord } from '../../store/workflow-store.ts';
import { ApiProblem } from '../api-problem.ts';
import type { Parts } from '../parts.ts';
import { route } from '../route.ts';
import { noSuchDelivery, noSuchWorkflow } from './no-such.ts';
import { requireWholeBody } from './require-whole-body.ts';
import { startNow } from './start-now.ts';

/**
 * Runs the draft as it is, over a delivery that is kept or a request that a person makes up. A draft with problems runs
 * too: the step that has one says so.
 */
export function testRoutes(parts: Parts): Router {
  const { store, live } = parts;
  const router = Router();

  route(router, endpoints.testWorkflow, async ({ params, body }) => {
    const workflow = await store.getWorkflow(params.id);
    if (!workflow) throw noSuchWorkflow();
    const { untilNode = null } = body;
    if (untilNode !== null && !workflow.draft.nodes.some(({ id }) => id === untilNode)) {
      const message = 'The draft has no node with this id.';
      throw new ApiProblem('invalid-input', 'The request is not valid.', { errors: [{ path: 'untilNode', message }] });
    }
    if ('deliveryId' in body) {
      const kept = await store.getDelivery(body.deliveryId);
      if (kept?.workflowId !== workflow.id) throw noSuchDelivery();
      requireWholeBody(kept);
      const execution = testOf(workflow, kept.id, untilNode);
      await store.createExecution(execution);
      return startNow(parts, execution.id);
    }
    const delivery = madeUpDelivery(workflow.id, body.request);
    const execution = testOf(workflow, delivery.id, untilNode);
    await store.accept(delivery, execution);
    announceDelivery(live, delivery, workflow.name, execution.id);
    return startNow(parts, execution.id);
  });

  return router;
}

const testOf = (workflow: WorkflowRecord, deliveryId: string, untilNode: string | null): NewExecution => ({
  id: newId(),
  workflowId: workflow.id,
  version: null,
  graph: { graph: workflow.draft },
  deliveryId,
  origin: { kind: 'test' },
  untilNode,
  owner: null,
  reusedSteps: [],
  createdAt: Date.now(),
});

/** Nothing is verified: whoever may edit the workflow need not prove to be its sender. */
function madeUpDelivery(workflowId: string, request: z.output<typeof madeUpRequest>): NewDelivery {
  const headers = Object.entries(request.headers);
  const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null;
  const body = Buffer.from(request.body);
  const parsed = parseBody(contentType, body);
  if (parsed.kind === 'problem') {
    throw new ApiProblem('invalid-input', 'The body of the request cannot be read.', {
      detail: parsed.message,
      errors: [{ path: 'request.body', message: parsed.message }],
    });
  }
  return {
    id: newId(),
    workflowId,
    outcome: 'accepted',
    status: 200,
    reason: null,
    method: request.method,
    path: request.path,
    query: request.query.replace(/^\?/, ''),
    headers: maskHeaders(headers.flat(), []),
    contentType,
    remoteAddress: '',
    body,
    verification: { preset: 'none', secret: null },
    test: true,
    receivedAt: Date.now(),
  };
}
