import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { Reader } from './reader.ts';

it('shows a query one state of the database, whatever is written meanwhile', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-reader-'));
  const file = join(directory, 'a.db');
  const writing = new Database(file);
  writing.pragma('journal_mode = wal');
  writing.exec("create table execution (status text); insert into execution values ('running')");
  const reader = new Reader(new Database(file, { readonly: true }));
  onTestFinished(() => {
    reader.close();
    writing.close();
    rmSync(directory, { recursive: true });
  });
  const listed = reader.query((db) => {
    const find = db.prepare<[string], string>('select status from execution where status = ?').pluck();
    return () => {
      const running = find.all('running');
      writing.exec("update execution set status = 'succeeded'");
      return [...running, ...find.all('succeeded')];
    };
  });
  expect(await listed()).toEqual(['running']);
  expect(await listed()).toEqual(['succeeded']);
});
