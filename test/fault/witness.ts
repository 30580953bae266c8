import { DatabaseSync } from 'node:sqlite';

/** Reads a database with the SQLite of Node, so that the witness shares no code with what it testifies about. */
function ask(file: string, sql: string): Record<string, unknown>[] {
  const db = new DatabaseSync(file, { readOnly: true });
  const rows = db.prepare(sql).all();
  db.close();
  return rows;
}

/** What an execution is said to have finished. */
export interface Finished {
  readonly execution: string;
  /** By name, with its round: `item#0`. */
  readonly step: string;
}

/** The steps whose end was recorded while their execution goes on. */
export const finishedSteps = (file: string): Finished[] =>
  ask(
    file,
    `select e.id, s.node_id, s.record from step s join execution e on e.seq = s.execution
     where e.status in ('queued', 'running', 'waiting', 'parked')`,
  )
    .filter(({ record }) => JSON.parse(String(record))[0][0][1] === 'succeeded')
    .map(({ id, node_id }) => ({ execution: String(id), step: String(node_id).replace('\n', '#') }));

/** The values of a collection. */
export const valuesOf = (file: string, collection: string): Map<string, unknown> =>
  new Map(
    ask(
      file,
      `select r.key, r.value from collection_record r join collection c on c.seq = r.collection
       where c.name = '${collection}'`,
    ).map(({ key, value }) => [String(key), JSON.parse(String(value))]),
  );

/** What is left of executions that have ended: anything here would stay for ever. */
export const leftOver = (file: string): Record<string, unknown>[] =>
  ask(
    file,
    `select id, status, 'has not ended' as what from execution
       where status in ('queued', 'running', 'waiting', 'parked')
     union all select id, status, 'is owned' from execution where owner is not null and finished_at is null
     union all select step, '', 'is kept for a repetition' from applied_change`,
  );

/** The ids of accepted deliveries. */
export const keptDeliveries = (file: string): Set<string> =>
  new Set(ask(file, `select id from delivery where outcome = 'accepted'`).map(({ id }) => String(id)));
