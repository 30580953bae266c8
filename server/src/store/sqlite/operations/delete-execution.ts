import type { Database } from 'better-sqlite3';

/** Deletes an execution by its number, with all that belongs to it alone; its delivery stays. */
export function deleteExecution(db: Database): (execution: number) => void {
  const statements = [
    'delete from step where execution = ?',
    'delete from execution_end where execution = ?',
    'delete from execution where seq = ?',
  ].map((sql) => db.prepare<[number]>(sql));
  return (execution) => {
    for (const statement of statements) statement.run(execution);
  };
}
