import type { Database } from 'better-sqlite3';

/** The executions of an instance that somebody asked to cancel. */
export function listCancelRequests(db: Database): (instanceId: string) => string[] {
  const list = db
    .prepare<[string], string>(
      'select id from execution indexed by execution_cancel where cancel_requested = 1 and owner = ? order by seq',
    )
    .pluck();
  return (instanceId) => list.all(instanceId);
}
