import { endpoints } from '@millrace/shared/api';
import { Router } from 'express';
import { ApiProblem } from '../api-problem.ts';
import type { Parts } from '../parts.ts';
import { route } from '../route.ts';
import { bodyOf } from '../view/delivery-view.ts';
import { executionView } from '../view/execution-view.ts';
import { within } from '../within.ts';
import { noSuchExecution } from './no-such.ts';
import { period } from './period.ts';

/** Longest wait for the end of an execution to be written, in milliseconds: a database that is full does not answer soon. */
const WRITTEN_WITHIN_MS = 1_000;

export function executionRoutes({
  store,
  engine,
  resumeUrlOf,
}: Pick<Parts, 'store' | 'engine' | 'resumeUrlOf'>): Router {
  const router = Router();

  route(router, endpoints.listExecutions, async ({ query }) => {
    const { items, nextCursor } = await store.listExecutions({ ...query, ...period(query) });
    return { items: [...items], nextCursor };
  });

  route(router, endpoints.getExecution, async ({ params }) => {
    // A sender that was answered with the end finds it.
    await within(WRITTEN_WITHIN_MS, engine.written(params.id));
    const record = await store.getExecution(params.id);
    if (!record) throw noSuchExecution();
    const [delivery, followUps] = await Promise.all([
      store.getDelivery(record.deliveryId),
      store.listFollowUps(record.id),
    ]);
    return executionView(record, followUps, () => delivery && bodyOf(delivery), resumeUrlOf);
  });

  route(router, endpoints.cancelExecution, async ({ params }) => {
    const result = await engine.cancel(params.id);
    if (result === 'missing') throw noSuchExecution();
    const summary = await store.getExecutionSummary(params.id);
    if (!summary) throw noSuchExecution();
    if (result === 'final') {
      throw new ApiProblem('conflict', 'The execution has ended already.', { detail: `It is ${summary.status}.` });
    }
    return summary;
  });

  return router;
}
