import type { Database } from 'better-sqlite3';
import { countFinished } from './count-finished.ts';
import type { FinishRow } from './finish-execution.ts';

type End = Pick<FinishRow, 'status' | 'finishedAt' | 'document'>;

/** Keeps what an execution of that number wrote only with its end, and counts it for its workflow. */
export function insertEnd(db: Database): (execution: number | bigint, workflow: number, end: End) => void {
  const insert = db.prepare<[number | bigint, string, string]>(
    'insert into execution_end (execution, record, contents) values (?, ?, ?)',
  );
  const count = countFinished(db);
  return (execution, workflow, { status, finishedAt, document }) => {
    insert.run(execution, document.record, document.contents);
    count(workflow, status, finishedAt);
  };
}
