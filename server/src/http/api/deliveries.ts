import { endpoints } from '@millrace/shared/api';
import { Router } from 'express';
import { z } from 'zod';
import { filesOf } from '../../body/body-files.ts';
import { ApiProblem } from '../api-problem.ts';
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

  // Whatever the sender calls it, a browser is to save it and never to show it.
  router.get(endpoints.getDeliveryFile.path, async (req, res) => {
    const { id, file } = req.params;
    const record = z.uuid().safeParse(id).success ? await store.getDelivery(id) : undefined;
    const found = record && filesOf(record.contentType, record.body).find((one) => one.id === file);
    if (!found) throw new ApiProblem('not-found', 'The delivery has no such file.');
    res.attachment(found.name === '' ? found.id : found.name);
    res.set({
      'content-type': endpoints.getDeliveryFile.file,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    res.send(Buffer.from(found.bytes));
  });

  return router;
}
