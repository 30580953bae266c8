import { endpoints } from '@millrace/shared/api';
import { bodySchemaOf } from '@millrace/shared/callee';
import { Router } from 'express';
import type { Parts } from '../parts.ts';
import { route } from '../route.ts';
import { noSuchWorkflow } from './no-such.ts';

export function triggerRoutes({ store }: Parts): Router {
  const router = Router();

  route(router, endpoints.getTrigger, async ({ params }) => {
    const found = await store.getRoute(params.id);
    if (!found) throw noSuchWorkflow();
    const { workflowName: name, published } = found;
    return {
      name,
      publishedVersion: published?.version ?? null,
      bodySchema: published === null ? null : (bodySchemaOf(published.graph) ?? null),
    };
  });

  return router;
}
