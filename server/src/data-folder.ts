import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StartRefused } from './start-refused.ts';
import { type FolderLock, lockFolder } from './store/sqlite/folder-lock.ts';

/** The folder that holds everything, taken for this process. */
export interface DataFolder extends FolderLock {
  readonly path: string;
  readonly databaseFile: string;
}

/**
 * Makes the folder where it is missing, readable for its owner only.
 * @throws StartRefused when it cannot be written, or another process uses it
 */
export function openDataFolder(dataDir: string): DataFolder {
  const path = resolve(dataDir);
  const lock = take(path);
  if (lock === undefined) {
    throw new StartRefused(
      `Another Millrace uses the data folder ${path} already: stop that one, or set MILLRACE_DATA_DIR to another folder.`,
    );
  }
  return { ...lock, path, databaseFile: join(path, 'millrace.db') };
}

function take(path: string): FolderLock | undefined {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return lockFolder(join(path, 'lock'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartRefused(
      `The data folder ${path} cannot be written (${reason}): make it writable for this account, or set MILLRACE_DATA_DIR to another folder.`,
    );
  }
}
