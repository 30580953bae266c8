import { endpoints } from '@millrace/shared/api';
import { Router } from 'express';
import type { Parts } from '../parts.ts';
import { route } from '../route.ts';
import { deliveryView } from '../view/delivery-view.ts';
import { noSuchDelivery } from './no-such.ts';
import { period } from './period.ts';

/** Executions that are shown with their delivery; more can be listed. */
const MAX_EXECUTIONS = 200;

export function deliveryRoutes({ store }: Pick<Parts, 'store'>): Router {
  const router = Router();

  route(router, endpoints.listDeliveries, async ({ query }) => {
    const { items, ...rest } = await store.listDeliveries({ ...query, ...period(query) });
    return { items: [...items], ...rest };
  });

  route(router, endpoints.getDelivery, async ({ params }) => {
    const record = await store.getDelivery(params.id);
    if (!record) throw noSuchDelivery();
    const [workflow, executions, duplicates] = await Promise.all([
      store.getWorkflow(record.workflowId),
      store.listExecutions({ deliveryId: record.id, limit: MAX_EXECUTIONS }),
      store.listDuplicates(record.id),
    ]);
    return deliveryView(record, workflow?.name ?? '', executions.items, duplicates);
  });

  return router;
}
