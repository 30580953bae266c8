import { closeSync, openSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { DatabaseUnusable } from '../database-unusable.ts';
import type { Store } from '../store.ts';
import { collectionStore } from './collection-store.ts';
import { executionStore } from './execution-store.ts';
import { historyStore } from './history-store.ts';
import { intakeStore } from './intake-store.ts';
import { LongReads } from './long-reads.ts';
import { migrate } from './migrate.ts';
import { BUSY_TIMEOUT_MS, openForReading, openForWriting } from './open-database.ts';
import { Purge } from './purge.ts';
import { Reader } from './reader.ts';
import { retentionStore } from './retention-store.ts';
import { secretStore } from './secret-store.ts';
import { sessionStore } from './session-store.ts';
import { testCaseStore } from './test-case-store.ts';
import { workflowStore } from './workflow-store.ts';
import { Writer } from './writer.ts';

interface SqliteOptions {
  /** Path of the database; made when it is missing. Its folder must exist. */
  readonly file: string;
  /** Writes that may wait; further ones are refused at once, so that callers shed load instead of filling memory. */
  readonly maxWaiting?: number;
  /** How long a write waits for a lock that another process holds, in milliseconds. */
  readonly busyTimeoutMs?: number;
}

/**
 * Opens the store in one file. Throws `NewerDatabase` when a later Millrace wrote it, and `DatabaseUnusable` when it
 * cannot be written or is no database.
 */
export async function openSqliteStore({
  file,
  maxWaiting = 10_000,
  busyTimeoutMs = BUSY_TIMEOUT_MS,
}: SqliteOptions): Promise<Store> {
  prepare(file, busyTimeoutMs);
  const reader = new Reader(openForReading(file));
  const writer = new Writer({ file, maxWaiting, busyTimeoutMs });
  const purge = new Purge(writer);
  const longReads = new LongReads(file);
  // Goes on with what the last process had not finished removing; `close` waits for it.
  void purge.start();
  let closed: Promise<void> | undefined;
  return {
    ...workflowStore(reader, writer, purge),
    ...intakeStore(writer),
    ...executionStore(reader, writer),
    ...historyStore(reader),
    ...collectionStore(reader, writer),
    ...testCaseStore(reader, writer),
    ...secretStore(reader, writer),
    ...sessionStore(reader, writer),
    ...retentionStore(reader, writer, longReads),
    close() {
      closed ??= close();
      return closed;
    },
  };

  async function close(): Promise<void> {
    await Promise.all([purge.close(), longReads.close()]);
    // The last connection to close tidies up the log, which only one that writes can do.
    reader.close();
    await writer.close();
  }
}

/** Makes or updates the tables, and finds out whether the file can be written at all. */
function prepare(file: string, busyTimeoutMs: number): void {
  let db: Database | undefined;
  try {
    // Payloads are nobody else's business. SQLite gives its other files the mode of this one.
    closeSync(openSync(file, 'a', 0o600));
    db = openForWriting(file, busyTimeoutMs);
    migrate(db);
  } catch (error) {
    if (error instanceof DatabaseUnusable) throw error;
    throw new DatabaseUnusable(sentenceOf(file, error), { cause: error });
  } finally {
    db?.close();
  }
}

function sentenceOf(file: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const detail = error instanceof Error ? error.message : String(error);
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) {
    return `The file ${file} is not a readable Millrace database (${detail}). Restore a backup, or use another data folder.`;
  }
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return `The database ${file} is locked by another program. Stop that program, then start again.`;
  }
  if (code === 'SQLITE_FULL') return `The disk with the database ${file} is full. Make room, then start again.`;
  return `The database ${file} cannot be written (${detail}). Check that its folder exists and may be written.`;
}
