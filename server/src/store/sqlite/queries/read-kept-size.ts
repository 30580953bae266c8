import type { Database } from 'better-sqlite3';

/** Bytes of the executions of one workflow that ended, by how. */
export interface KeptSize {
  readonly succeeded: number;
  readonly failed: number;
}

/** What is kept of one workflow; undefined where nothing ended. */
export function readKeptSize(db: Database): (workflow: number) => KeptSize | undefined {
  const read = db.prepare<[number], KeptSize>('select succeeded, failed from kept_size where workflow = ?');
  return (workflow) => read.get(workflow);
}
