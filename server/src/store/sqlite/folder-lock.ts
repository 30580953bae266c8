import SqliteDatabase from 'better-sqlite3';

/** Holds a data folder for this process. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes a data folder for this process alone, by a lock on `file` that the operating system lifts when the process ends,
 * however it ends. Undefined when another process holds it.
 * @throws when the file cannot be made or locked
 */
export function lockFolder(file: string): FolderLock | undefined {
  const db = new SqliteDatabase(file, { timeout: 0 });
  try {
    db.exec('begin exclusive');
    return { release: () => void db.close() };
  } catch (error) {
    db.close();
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return undefined;
    throw error;
  }
}
