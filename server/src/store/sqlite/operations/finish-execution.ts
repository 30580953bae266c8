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
  const find = db.prepare<[string, number], { seq: number; workflow: number }>(
    "select seq, workflow from execution where id = ? and epoch = ? and status in ('running', 'waiting')",
  );
  const finish = db.prepare<[string, string | null, number, number]>(
    'update execution set status = ?, error = ?, finished_at = ?, owner = null, cancel_requested = 0 where seq = ?',
  );
  const insertEnd = db.prepare<[number, string, string]>(
    'insert into execution_end (execution, record, contents) values (?, ?, ?)',
  );
  const count = countFinished(db);
  return ({ executionId, epoch, status, error, finishedAt, document }) => {
    const execution = find.get(executionId, epoch);
    if (execution === undefined) return false;
    finish.run(status, error, finishedAt, execution.seq);
    insertEnd.run(execution.seq, document.record, document.contents);
    count(execution.workflow, status, finishedAt);
    return true;
  };
};
