import { endpoints } from '@millrace/shared/api';
import type { Secret } from '@millrace/shared/secret';
import { Router } from 'express';
import type { Parts } from '../parts.ts';
import { route } from '../route.ts';
import { instant } from '../view/instant.ts';
import { noSuchSecret } from './no-such.ts';

/** Names and times only: no route ever returns a value. */
export function secretRoutes({ store, vault }: Pick<Parts, 'store' | 'vault'>): Router {
  const router = Router();

  route(router, endpoints.listSecrets, async ({ query }) => {
    const { items, nextCursor } = await store.listSecrets(query);
    return { items: items.map(shown), nextCursor };
  });

  route(router, endpoints.putSecret, async ({ params, body }) => shown(await vault.put(params.name, body.value)));

  route(router, endpoints.deleteSecret, async ({ params }) => {
    if (!(await vault.delete(params.name))) throw noSuchSecret();
    return undefined;
  });

  return router;
}

const shown = ({ name, createdAt, updatedAt }: { name: string; createdAt: number; updatedAt: number }): Secret => ({
  name,
  createdAt: instant(createdAt),
  updatedAt: instant(updatedAt),
});
