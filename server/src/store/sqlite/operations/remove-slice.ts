import type { Database } from 'better-sqlite3';

/** After so many bytes of bodies and results a transaction ends, since freeing their pages takes its time. */
const MOST_BYTES = 2 * 1024 * 1024;

/** What one transaction of retention did. */
export interface RemovedSlice {
  /** How many of the given rows it looked at; the others are left for the next one. */
  readonly seen: number;
  readonly executions: number;
  readonly deliveries: number;
}

/** What was done with one row; undefined when it stays. */
export interface RemovedRow {
  readonly bytes: number;
  readonly executions: number;
  readonly deliveries: number;
}

/**
 * Removes rows one after the other until there are none or they were many bytes. A row that something else still refers
 * to, by a foreign key, is left as it was.
 */
export function removeSlice(
  db: Database,
  rows: readonly number[],
  remove: (row: number) => RemovedRow | undefined,
): RemovedSlice {
  const whole = db.transaction(remove);
  let [seen, bytes, executions, deliveries] = [0, 0, 0, 0];
  for (const row of rows) {
    if (bytes >= MOST_BYTES) break;
    seen += 1;
    const removed = unlessReferred(() => whole(row));
    if (removed === undefined) continue;
    bytes += removed.bytes;
    executions += removed.executions;
    deliveries += removed.deliveries;
  }
  return { seen, executions, deliveries };
}

function unlessReferred<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_FOREIGNKEY') return undefined;
    throw error;
  }
}
