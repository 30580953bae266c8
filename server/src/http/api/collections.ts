import { endpoints } from '@millrace/shared/api';
import type { CollectionRecord } from '@millrace/shared/collection';
import { Router } from 'express';
import type { StoredRecord } from '../../store/collection-store.ts';
import { ApiProblem } from '../api-problem.ts';
import type { Parts } from '../parts.ts';
import { route } from '../route.ts';
import { instant } from '../view/instant.ts';
import { noSuchRecord } from './no-such.ts';

/** What workflows keep: collections and their records. */
export function collectionRoutes({ store }: Pick<Parts, 'store'>): Router {
  const router = Router();

  route(router, endpoints.listCollections, async ({ query }) => {
    const { items, nextCursor } = await store.listCollections(query);
    return { items: items.map((item) => ({ ...item, updatedAt: instant(item.updatedAt) })), nextCursor };
  });

  route(router, endpoints.listRecords, async ({ params, query }) => {
    const { items, nextCursor } = await store.listRecords(params.collection, query);
    return { items: items.map((item) => ({ ...item, ...datesOf(item) })), nextCursor };
  });

  route(router, endpoints.getRecord, async ({ params, query }) => {
    const record = await store.getRecord({ ...params, ...query });
    if (record === undefined) throw noSuchRecord();
    return shown(record);
  });

  route(router, endpoints.putRecord, async ({ params, query, body }) => {
    const change = { kind: 'put', value: body.value } as const;
    const origin = { kind: 'person', revision: body.revision } as const;
    const outcome = await store.changeRecord({ ...params, ...query }, change, origin, Date.now());
    if (outcome.kind === 'applied' && outcome.record !== null) return shown(outcome.record);
    if (outcome.kind === 'refused') {
      const errors = [{ path: 'value', message: outcome.message }];
      throw new ApiProblem('invalid-input', 'The value cannot be kept.', { detail: outcome.message, errors });
    }
    throw new ApiProblem('stale-revision', 'The record was changed in the meantime.', {
      detail: 'Load it again, then make your change.',
    });
  });

  route(router, endpoints.deleteRecord, async ({ params, query }) => {
    const place = { ...params, ...query };
    const outcome = await store.changeRecord(place, { kind: 'delete' }, { kind: 'person' }, Date.now());
    if (outcome.kind !== 'applied' || !outcome.existed) throw noSuchRecord();
    return undefined;
  });

  return router;
}

const datesOf = ({ createdAt, updatedAt }: Pick<StoredRecord, 'createdAt' | 'updatedAt'>) => ({
  createdAt: instant(createdAt),
  updatedAt: instant(updatedAt),
});

const shown = (record: StoredRecord): CollectionRecord => ({
  key: record.key,
  value: JSON.parse(record.json),
  revision: record.revision,
  ...datesOf(record),
});
