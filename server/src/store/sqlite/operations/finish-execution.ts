import type { FinalStatus } from '@millrace/shared/execution';
import type { Claim } from '../../store.ts';
import type { FollowUpRow } from '../follow-up-row.ts';
import type { Operation } from '../operation.ts';
import type { StepDocument } from '../step-document.ts';
import { insertEnd } from './insert-end.ts';
import { insertFollowUp } from './insert-follow-up.ts';
import { settleFailures } from './settle-failures.ts';
import { isUnresolved } from './unresolved.ts';

/** How an execution ended, as it goes to the writer thread. */
export interface FinishRow extends Claim {
  readonly status: FinalStatus;
  readonly error: string | null;
  readonly finishedAt: number;
  readonly document: StepDocument;
  readonly followUp?: FollowUpRow | undefined;
}

interface Ended {
  readonly seq: number;
  readonly workflow: number;
  readonly delivery: number;
  readonly origin: string;
  readonly order_key: string | null;
  readonly handles_failure: number;
}

/** Ends an execution with all that was not written before, and keeps what comes of it. False when the claim holds no more. */
export const finishExecution: Operation<FinishRow, boolean> = (db) => {
  const finish = db.prepare<[string, string | null, number, number, string, number], Ended>(`
    update execution
    set status = ?, error = ?, finished_at = ?, owner = null, cancel_requested = 0, unresolved = ? and origin <> 'test' and (origin <> 'call' or origin_node is null)
    where id = ? and epoch = ? and status in ('running', 'waiting')
    returning seq, workflow, delivery, origin, order_key, handles_failure`);
  const keepEnd = insertEnd(db);
  const keepFollowUp = insertFollowUp(db);
  const settle = settleFailures(db);
  return (end) => {
    const { executionId, epoch, status, error, finishedAt, followUp } = end;
    const unresolved = isUnresolved('', end) ? 1 : 0;
    const row = finish.get(status, error, finishedAt, unresolved, executionId, epoch);
    if (row === undefined) return false;
    keepEnd(row.seq, row.workflow, end);
    if (status === 'failed' || row.origin !== 'delivery') settle(row, end);
    if (followUp) keepFollowUp(row, followUp);
    return true;
  };
};
