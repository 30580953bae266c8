import SqliteDatabase, { type Database } from 'better-sqlite3';

/** How long a connection waits for a lock that another process holds, in milliseconds. */
export const BUSY_TIMEOUT_MS = 2_000;
/** Pages after which a commit also moves the log into the database: few, so that no sender waits long behind it. */
const CHECKPOINT_PAGES = 1_000;
/** Kibibytes of pages that a connection keeps: most of what is written or read lies at the end of a few indexes. */
const CACHE_KIBIBYTES = 4_096;
const LOG_BYTES_KEPT = 64 * 1024 * 1024;

/** Opens the connection through which everything is written. */
export function openForWriting(file: string, busyTimeoutMs: number = BUSY_TIMEOUT_MS): Database {
  const db = new SqliteDatabase(file, { timeout: busyTimeoutMs });
  try {
    // Takes effect only before the first table exists.
    db.pragma('auto_vacuum = INCREMENTAL');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma(`cache_size = -${CACHE_KIBIBYTES}`);
    db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    db.pragma(`journal_size_limit = ${LOG_BYTES_KEPT}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Opens a connection that cannot write. */
export function openForReading(file: string): Database {
  const db = new SqliteDatabase(file, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  db.pragma(`cache_size = -${CACHE_KIBIBYTES}`);
  return db;
}
