import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReferenceMissing } from '../store.ts';
import { openForReading, openForWriting } from './open-database.ts';
import { runBatch } from './run-batch.ts';

describe('runBatch', () => {
  let folder: string;
  let db: Database;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'millrace-batch-'));
    db = openForWriting(join(folder, 'batch.db'), 0);
    db.exec('create table parent (id integer primary key) strict');
    db.exec('create table item (id integer primary key, parent integer references parent (id), body blob) strict');
  });
  afterEach(() => {
    db.close();
    rmSync(folder, { recursive: true });
  });

  const insert =
    (on: Database, id: number, parent: number | null = null, size = 0) =>
    () =>
      on.prepare('insert into item values (?, ?, ?)').run(id, parent, Buffer.alloc(size)).changes;
  const kinds = (on: Database, writes: readonly (() => unknown)[]) => runBatch(on, writes).map(({ kind }) => kind);
  const kept = () => db.prepare('select id from item order by id').pluck().all();

  it('answers in order', () => {
    expect(runBatch(db, [() => 'a', insert(db, 1)])).toEqual([
      { kind: 'committed', result: 'a' },
      { kind: 'committed', result: 1 },
    ]);
  });

  it('lets a write that fails fail alone', () => {
    const missing = () => {
      insert(db, 4)();
      throw new ReferenceMissing('It is gone.');
    };
    expect(kinds(db, [insert(db, 1), insert(db, 1), insert(db, 2, 99), missing, insert(db, 3)])).toEqual([
      'committed',
      'failed',
      'reference-missing',
      'reference-missing',
      'committed',
    ]);
    expect(kept()).toEqual([1, 3]);
  });

  it('keeps what has room on a full disk, and goes on once there is more', () => {
    const pages = Number(db.pragma('page_count', { simple: true }));
    db.pragma(`max_page_count = ${pages + 2}`);
    expect(kinds(db, [insert(db, 1), insert(db, 2, null, 100_000), insert(db, 3)])).toEqual([
      'committed',
      'unavailable',
      'committed',
    ]);
    db.pragma('max_page_count = 100000');
    expect(kinds(db, [insert(db, 2, null, 100_000)])).toEqual(['committed']);
    expect(kept()).toEqual([1, 2, 3]);
  });

  it('keeps nothing while another process writes, and goes on afterwards', () => {
    const other = new SqliteDatabase(join(folder, 'batch.db'));
    other.exec('begin immediate');
    expect(kinds(db, [insert(db, 1), insert(db, 2)])).toEqual(['unavailable', 'unavailable']);
    other.exec('rollback');
    other.close();
    expect(kinds(db, [insert(db, 1), insert(db, 2)])).toEqual(['committed', 'committed']);
  });

  it('says that a read-only database is unavailable', () => {
    const reading = openForReading(join(folder, 'batch.db'));
    expect(kinds(reading, [insert(reading, 1), insert(reading, 2)])).toEqual(['unavailable', 'unavailable']);
    reading.close();
    expect(kept()).toEqual([]);
  });
});
