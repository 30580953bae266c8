import { endpoints } from '@millrace/shared/api';
import { Router } from 'express';
import type { Parts } from '../parts.ts';
import { route } from '../route.ts';
import { noSuchWorkflow } from './no-such.ts';

/** For how long a workflow keeps its history. */
export function retentionRoutes({ store, config }: Pick<Parts, 'store' | 'config'>): Router {
  const router = Router();
  const instance = { ...config.retention, mostBytes: config.mostBytesKept };
  route(router, endpoints.getRetention, async ({ params }) => {
    const own = await store.getRetention(params.id);
    if (own === undefined) throw noSuchWorkflow();
    return { own, instance };
  });
  route(router, endpoints.setRetention, async ({ params, body }) => {
    if (!(await store.setRetention(params.id, body))) throw noSuchWorkflow();
    return { own: body, instance };
  });
  return router;
}
