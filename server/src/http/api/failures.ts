import { endpoints } from '@millrace/shared/api';
import { Router } from 'express';
import { ApiProblem } from '../api-problem.ts';
import type { Parts } from '../parts.ts';
import { route } from '../route.ts';
import { noSuchExecution } from './no-such.ts';

/** Failures that nobody dealt with: how many there are, and to say that one needs nothing more. */
export function failureRoutes({ store, live }: Pick<Parts, 'store' | 'live'>): Router {
  const router = Router();

  route(router, endpoints.countUnresolved, async () => {
    const counts = await store.countUnresolved();
    return {
      count: counts.reduce((sum, { count }) => sum + count, 0),
      workflows: counts.map(({ oldestAt, newestAt, ...rest }) => ({
        ...rest,
        oldestAt: new Date(oldestAt).toISOString(),
        newestAt: new Date(newestAt).toISOString(),
      })),
    };
  });

  route(router, endpoints.dismissExecution, async ({ params, body }) => {
    const isDone = await store.setDismissed(params.id, body.dismissed);
    const execution = await store.getExecutionSummary(params.id);
    if (!execution) throw noSuchExecution();
    if (!isDone) {
      throw new ApiProblem('conflict', 'This is no unresolved failure.', {
        detail: body.dismissed
          ? 'It did not fail, or a later execution over its delivery was run instead.'
          : 'Nobody dismissed it, or a later execution over its delivery was run since.',
      });
    }
    live.publish({ kind: 'execution', execution });
    return execution;
  });

  return router;
}
