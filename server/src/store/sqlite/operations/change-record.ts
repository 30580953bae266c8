import { type CollectionChange, changedValue, MAX_RECORD_LENGTH } from '@millrace/shared/collection-change';
import { JSON_LIMITS, scanJson } from '@millrace/shared/scan-json';
import type { ChangeOrigin, ChangeOutcome, RecordPlace, StoredRecord } from '../../collection-store.ts';
import type { Operation } from '../operation.ts';

interface RecordChange extends RecordPlace {
  /** JSON text of a `CollectionChange`. */
  readonly change: string;
  readonly origin: ChangeOrigin;
  readonly now: number;
}

interface RecordRow {
  readonly seq: number;
  readonly collection: number;
  readonly revision: number;
  readonly created_at: number;
  readonly updated_at: number;
  readonly value: string;
}

/** Changes one record, and remembers in the same transaction that the step did. */
export const changeRecord: Operation<RecordChange, ChangeOutcome> = (db) => {
  const findExecution = db
    .prepare<[string, number], number>(
      "select seq from execution where id = ? and epoch = ? and status in ('running', 'waiting')",
    )
    .pluck();
  const findApplied = db.prepare<[string], string>('select outcome from applied_change where step = ?').pluck();
  const remember = db.prepare<[string, number, string]>(
    'insert into applied_change (step, execution, outcome) values (?, ?, ?)',
  );
  const findRecord = db.prepare<RecordPlace, RecordRow>(`
    select r.seq, r.collection, r.revision, r.created_at, r.updated_at, r.value
    from collection c join collection_record r on r.collection = c.seq
    where c.name = :collection and r.key = :key`);
  const countOneMore = db
    .prepare<{ collection: string; now: number }, number>(`
      insert into collection (name, records, updated_at) values (:collection, 1, :now)
      on conflict (name) do update set records = records + 1, updated_at = :now
      returning seq`)
    .pluck();
  const insert = db.prepare<[number, string, number, number, string]>(`
    insert into collection_record (collection, key, revision, created_at, updated_at, value)
    values (?, ?, 1, ?, ?, ?)`);
  const update = db.prepare<[number, number, string, number]>(
    'update collection_record set revision = ?, updated_at = ?, value = ? where seq = ?',
  );
  const touch = db.prepare<[number, number]>('update collection set updated_at = ? where seq = ?');
  const remove = db.prepare<[number]>('delete from collection_record where seq = ?');
  const countOneLess = db.prepare<[number, number]>(
    'update collection set records = records - 1, updated_at = ? where seq = ?',
  );
  const removeEmpty = db.prepare<[number]>('delete from collection where seq = ? and records = 0');

  const write = (place: RecordPlace, row: RecordRow | undefined, json: string | null, now: number): void => {
    if (json === null) {
      if (row === undefined) return;
      remove.run(row.seq);
      countOneLess.run(now, row.collection);
      removeEmpty.run(row.collection);
    } else if (row === undefined) {
      const collection = countOneMore.get({ collection: place.collection, now });
      if (collection === undefined) throw new Error('The collection was not made.');
      insert.run(collection, place.key, now, now, json);
    } else {
      update.run(row.revision + 1, now, json, row.seq);
      touch.run(now, row.collection);
    }
  };

  const apply = ({ collection, key, change, origin, now }: RecordChange): ChangeOutcome => {
    const place = { collection, key };
    const row = findRecord.get(place);
    if (origin.kind === 'person' && origin.revision !== undefined && origin.revision !== (row?.revision ?? 0)) {
      return { kind: 'stale' };
    }
    const after = changedJson(row?.value, change);
    if (after.kind === 'refused') return after;
    const changed = after.kind === 'changed';
    if (changed) write(place, row, after.json, now);
    return {
      kind: 'applied',
      existed: row !== undefined,
      changed,
      record: after.json === null ? null : recordAfter(key, row, after.json, changed, now),
    };
  };

  return (input) => {
    const { origin } = input;
    if (origin.kind === 'person') return apply(input);
    const execution = findExecution.get(origin.claim.executionId, origin.claim.epoch);
    if (execution === undefined) return { kind: 'not-owner' };
    const before = findApplied.get(origin.stepKey);
    // Nobody else writes this table.
    if (before !== undefined) return JSON.parse(before) as ChangeOutcome;
    const outcome = apply(input);
    if (outcome.kind === 'applied') remember.run(origin.stepKey, execution, JSON.stringify(outcome));
    return outcome;
  };
};

type ChangedJson =
  /** `json` is null when no record is left. */
  | { readonly kind: 'changed' | 'unchanged'; readonly json: string | null }
  | { readonly kind: 'refused'; readonly message: string };

function changedJson(before: string | undefined, change: string): ChangedJson {
  const value: unknown = before === undefined ? undefined : JSON.parse(before);
  const after = changedValue(value, JSON.parse(change) as CollectionChange);
  if (after.kind === 'refused') return after;
  if (after.kind === 'unchanged') return { kind: 'unchanged', json: before ?? null };
  if (after.value === undefined) return { kind: 'changed', json: null };
  const json = JSON.stringify(after.value);
  if (json.length > MAX_RECORD_LENGTH) {
    const message = `Its value would be larger than ${MAX_RECORD_LENGTH / 1_000_000} MB, the most that a record can hold.`;
    return { kind: 'refused', message };
  }
  const scan = scanJson(json);
  if (scan.kind === 'too-deep') {
    return { kind: 'refused', message: `Its value would be nested more than ${JSON_LIMITS.maxDepth} levels deep.` };
  }
  return { kind: 'changed', json };
}

function recordAfter(
  key: string,
  row: RecordRow | undefined,
  json: string,
  changed: boolean,
  now: number,
): StoredRecord {
  if (row === undefined) return { key, json, revision: 1, createdAt: now, updatedAt: now };
  const revision = changed ? row.revision + 1 : row.revision;
  return { key, json, revision, createdAt: row.created_at, updatedAt: changed ? now : row.updated_at };
}
