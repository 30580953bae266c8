import type { CollectionStore } from '../collection-store.ts';
import { getRecord, listCollections, listRecords, queryRecords } from './queries/read-records.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

export const collectionStore = (reader: Reader, writer: Writer): CollectionStore => ({
  changeRecord: ({ collection, key }, change, origin, now) =>
    writer.write('changeRecord', { collection, key, change: JSON.stringify(change), origin, now }),
  getRecord: reader.query(getRecord),
  queryRecords: reader.query(queryRecords),
  listCollections: reader.query(listCollections),
  listRecords: reader.query(listRecords),
});
