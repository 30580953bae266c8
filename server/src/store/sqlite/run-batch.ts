import type { Database } from 'better-sqlite3';
import { ReferenceMissing } from '../store.ts';
import { KnownRows } from './known-rows.ts';
import { RecentKeys } from './recent-keys.ts';
import type { WriteOutcome } from './write-outcome.ts';

/** Nothing else can be written either, so that trying one by one would only wait again. */
const HOPELESS = /^SQLITE_(BUSY|LOCKED|READONLY|IOERR|CANTOPEN|CORRUPT|NOTADB|PROTOCOL)/;
const UNAVAILABLE = /^SQLITE_(BUSY|LOCKED|READONLY|IOERR|CANTOPEN|CORRUPT|NOTADB|PROTOCOL|FULL|NOMEM)/;

/** Runs all in one transaction; if one of them throws, each in its own, so that it fails alone. Never throws. */
export function runBatch(db: Database, writes: readonly (() => unknown)[]): readonly WriteOutcome[] {
  const together = attempt(db, () => writes.map((write) => ({ kind: 'committed', result: write() }) as const));
  if (together.kind === 'committed') return together.result;
  if (writes.length === 1 || together.hopeless) return writes.map(() => together.outcome);
  return writes.map((write) => {
    const alone = attempt(db, write);
    return alone.kind === 'committed' ? alone : alone.outcome;
  });
}

type Attempt<Result> =
  | { readonly kind: 'committed'; readonly result: Result }
  | { readonly kind: 'rolled-back'; readonly outcome: WriteOutcome; readonly hopeless: boolean };

function attempt<Result>(db: Database, work: () => Result): Attempt<Result> {
  try {
    RecentKeys.begin(db);
    db.exec('begin immediate');
    const result = work();
    db.exec('commit');
    return { kind: 'committed', result };
  } catch (error) {
    // SQLite has rolled back by itself after some errors, such as a full disk.
    if (db.inTransaction) db.exec('rollback');
    KnownRows.forget(db);
    RecentKeys.rollBack(db);
    return { kind: 'rolled-back', outcome: describe(error), hopeless: HOPELESS.test(codeOf(error)) };
  }
}

function describe(error: unknown): WriteOutcome {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ReferenceMissing) return { kind: 'reference-missing', message };
  const code = codeOf(error);
  if (code === 'SQLITE_CONSTRAINT_FOREIGNKEY') {
    return { kind: 'reference-missing', message: 'Something that this refers to was deleted.' };
  }
  if (UNAVAILABLE.test(code)) return { kind: 'unavailable', message: `The database cannot be written: ${message}.` };
  return { kind: 'failed', message };
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
