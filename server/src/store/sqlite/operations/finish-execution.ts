import type { FinalStatus } from '@millrace/shared/execution';
import type { Claim } from '../../store.ts';
import type { Operation } from '../operation.ts';
import type { StepDocument } from '../step-document.ts';
import { countFinished } from './count-finished.ts';

interface Finish extends Claim {
  readonly status: FinalStatus;
  readonly error: string | null;
  readonly finishedAt: number;
  readonly document: StepDocument;
}

/** Ends an execution with all that was not written before. False when the claim holds no more. */
export const finishExecution: Operation<Finish, boolean> = (db) => {
  const finish = db
    .prepare<[string, string | null, number, string, number], [seq: number, workflow: number]>(`
      update execution set status = ?, error = ?, finished_at = ?, owner = null, cancel_requested = 0
      where id = ? and epoch = ? and status in ('running', 'waiting')
      returning seq, workflow`)
    .raw();
  const insertEnd = db.prepare<[number, string, string]>(
    'insert into execution_end (execution, record, contents) values (?, ?, ?)',
  );
  const count = countFinished(db);
  return ({ executionId, epoch, status, error, finishedAt, document }) => {
    const row = finish.get(status, error, finishedAt, executionId, epoch);
    if (row === undefined) return false;
    const [seq, workflow] = row;
    insertEnd.run(seq, document.record, document.contents);
    count(workflow, status, finishedAt);
    return true;
  };
};
