import { z } from 'zod';
import { collectionName, collectionRecord, collectionSummary, recordKey, recordSummary } from '../collection.ts';
import { endpoint, listOf, page } from './endpoint.ts';

const inCollection = z.object({ collection: collectionName });
/** In the query, since a path cannot hold every text. */
const atKey = z.object({ key: recordKey });

/** What workflows keep in collections. */
export const collectionEndpoints = {
  listCollections: endpoint({
    method: 'GET',
    path: '/api/collections',
    summary: 'List collections',
    query: z.object(page),
    response: listOf(collectionSummary),
  }),
  listRecords: endpoint({
    method: 'GET',
    path: '/api/collections/:collection/records',
    summary: 'List the records of a collection, by key',
    params: inCollection,
    query: z.object({
      ...page,
      cursor: z.string().max(4_096).optional(),
      /** The start of the keys. */
      prefix: z.string().max(500).default(''),
    }),
    response: listOf(recordSummary),
  }),
  getRecord: endpoint({
    method: 'GET',
    path: '/api/collections/:collection/record',
    summary: 'Read a record',
    params: inCollection,
    query: atKey,
    response: collectionRecord,
  }),
  putRecord: endpoint({
    method: 'PUT',
    path: '/api/collections/:collection/record',
    summary: 'Create a record or replace its value; a stale revision is refused with 409',
    params: inCollection,
    query: atKey,
    /** With a revision, only when the record still has it; 0 when there is to be none. */
    body: z.object({ value: z.unknown(), revision: z.number().int().min(0).optional() }),
    response: collectionRecord,
  }),
  deleteRecord: endpoint({
    method: 'DELETE',
    path: '/api/collections/:collection/record',
    summary: 'Delete a record',
    params: inCollection,
    query: atKey,
  }),
} as const;
