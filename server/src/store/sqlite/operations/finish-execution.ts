import type { FinalStatus } from '@millrace/shared/execution';
import type { Claim } from '../../store.ts';
import type { Operation } from '../operation.ts';
import type { StepDocument } from '../step-document.ts';
import { insertEnd } from './insert-end.ts';

/** How an execution ended, as it goes to the writer thread. */
export interface FinishRow extends Claim {
  readonly status: FinalStatus;
  readonly error: string | null;
  readonly finishedAt: number;
  readonly document: StepDocument;
}

/** Ends an execution with all that was not written before. False when the claim holds no more. */
export const finishExecution: Operation<FinishRow, boolean> = (db) => {
  const finish = db
    .prepare<[string, string | null, number, string, number], [seq: number, workflow: number]>(`
      update execution set status = ?, error = ?, finished_at = ?, owner = null, cancel_requested = 0
      where id = ? and epoch = ? and status in ('running', 'waiting')
      returning seq, workflow`)
    .raw();
  const keepEnd = insertEnd(db);
  return ({ executionId, epoch, status, error, finishedAt, document }) => {
    const row = finish.get(status, error, finishedAt, executionId, epoch);
    if (row === undefined) return false;
    keepEnd(...row, { status, finishedAt, document });
    return true;
  };
};
