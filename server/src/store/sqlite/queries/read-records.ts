import { isSame } from '@millrace/shared/is-same';
import type { Database } from 'better-sqlite3';
import type { CollectionStore, RecordPlace, RecordQuery, StoredRecord } from '../../collection-store.ts';
import { InvalidCursor, type Page, type PageOf } from '../../page.ts';

/** Records that one call looks at, so that no other reader waits long. */
const ROWS_AT_A_TIME = 1_000;
/** The same in UTF-16 units of their values: of large ones fewer are read. */
const LENGTH_AT_A_TIME = 1_000_000;
/** What a list shows of a value, in characters. */
const PREVIEW_LENGTH = 200;

interface RecordRow {
  readonly key: string;
  readonly value: string;
  readonly revision: number;
  readonly created_at: number;
  readonly updated_at: number;
}

export function getRecord(db: Database): (place: RecordPlace) => StoredRecord | undefined {
  const find = db.prepare<RecordPlace, RecordRow>(`
    select r.key, r.value, r.revision, r.created_at, r.updated_at
    from collection c join collection_record r on r.collection = c.seq
    where c.name = :collection and r.key = :key`);
  return (place) => {
    const row = find.get(place);
    return row && recordOf(row);
  };
}

/** Compares values as JSON does, so that `true` is not 1 and objects are the same in any order. */
export function queryRecords(
  db: Database,
): (collection: string, query: RecordQuery) => Awaited<ReturnType<CollectionStore['queryRecords']>> {
  const walk = db.prepare<{ collection: string; prefix: string; after: string }, RecordRow>(`
    select r.key, r.value, r.revision, r.created_at, r.updated_at
    from collection c join collection_record r on r.collection = c.seq
    where c.name = :collection and r.key >= :prefix and r.key > :after
    order by r.key`);
  return (collection, { prefix, where, after, limit }) => {
    const records: StoredRecord[] = [];
    let rows = 0;
    let length = 0;
    let last = after;
    for (const row of walk.iterate({ collection, prefix, after })) {
      if (!row.key.startsWith(prefix)) break;
      if (records.length === limit || rows === ROWS_AT_A_TIME || length > LENGTH_AT_A_TIME) {
        return { records, next: last };
      }
      rows += 1;
      length += row.value.length;
      last = row.key;
      if (where === null || holds(row.value, where)) records.push(recordOf(row));
    }
    return { records, next: null };
  };
}

export function listCollections(
  db: Database,
): (page: Page) => PageOf<{ readonly name: string; readonly records: number; readonly updatedAt: number }> {
  const list = db.prepare<[string, number], { name: string; records: number; updated_at: number }>(
    'select name, records, updated_at from collection where name > ? order by name limit ?',
  );
  return ({ limit, cursor }) => {
    const rows = list.all(keyOf(cursor), limit + 1);
    const items = rows.slice(0, limit).map(({ name, records, updated_at }) => ({
      ...{ name, records },
      updatedAt: updated_at,
    }));
    return { items, nextCursor: rows.length > limit ? cursorOf(items.at(-1)?.name) : null };
  };
}

interface EntryRow extends Omit<RecordRow, 'value'> {
  readonly preview: string;
  readonly size_bytes: number;
}

export function listRecords(
  db: Database,
): (
  collection: string,
  page: Page & { readonly prefix: string },
) => Awaited<ReturnType<CollectionStore['listRecords']>> {
  const list = db.prepare<{ collection: string; prefix: string; after: string; limit: number }, EntryRow>(`
    select r.key, r.revision, r.created_at, r.updated_at,
      substr(r.value, 1, ${PREVIEW_LENGTH}) as preview, octet_length(r.value) as size_bytes
    from collection c join collection_record r on r.collection = c.seq
    where c.name = :collection and r.key >= :prefix and r.key > :after
    order by r.key limit :limit`);
  return (collection, { prefix, limit, cursor }) => {
    const found = list.all({ collection, prefix, after: keyOf(cursor), limit: limit + 1 });
    // In the order of keys, those with the prefix stand together.
    const rows = found.filter(({ key }) => key.startsWith(prefix));
    const items = rows.slice(0, limit).map(({ key, revision, created_at, updated_at, preview, size_bytes }) => ({
      ...{ key, revision, preview },
      sizeBytes: size_bytes,
      createdAt: created_at,
      updatedAt: updated_at,
    }));
    return { items, nextCursor: rows.length > limit ? cursorOf(items.at(-1)?.key) : null };
  };
}

const recordOf = ({ key, value, revision, created_at, updated_at }: RecordRow): StoredRecord => ({
  ...{ key, revision },
  json: value,
  createdAt: created_at,
  updatedAt: updated_at,
});

function holds(json: string, { path, equals }: NonNullable<RecordQuery['where']>): boolean {
  let at: unknown = JSON.parse(json);
  for (const segment of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, segment)) return false;
    at = Reflect.get(at, segment);
  }
  return isSame(at, equals);
}

const cursorOf = (key: string | undefined): string => Buffer.from(key ?? '').toString('base64url');

function keyOf(cursor: string | undefined): string {
  if (cursor === undefined) return '';
  const bytes = Buffer.from(cursor, 'base64url');
  const key = bytes.toString();
  if (key === '' || !Buffer.from(key).equals(bytes)) throw new InvalidCursor('This cursor is not one of ours.');
  return key;
}
