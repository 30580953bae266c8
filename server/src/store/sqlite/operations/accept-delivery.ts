import type { FirstDelivery } from '../../store.ts';
import type { DeliveryColumns } from '../delivery-row.ts';
import type { NewExecutionRow } from '../execution-row.ts';
import { KnownRows } from '../known-rows.ts';
import type { Operation } from '../operation.ts';
import type { FinishRow } from './finish-execution.ts';
import { firstWithKey } from './first-with-key.ts';
import { insertDelivery } from './insert-delivery.ts';
import { insertExecution } from './insert-execution.ts';
import { insertFollowUp } from './insert-follow-up.ts';
import { keepDuplicate } from './keep-duplicate.ts';

interface Accepted {
  readonly delivery: DeliveryColumns;
  readonly execution: NewExecutionRow | null;
  readonly end?: FinishRow | undefined;
}

/**
 * Keeps a delivery together with the execution over it, which may have ended already, and with its key. When there is a
 * first delivery with that key, keeps only that this one repeats it, and answers with the first. Answers `queued` when
 * the execution was to start and its turn has not come.
 */
export const acceptDelivery: Operation<Accepted, FirstDelivery | 'queued' | undefined> = (db) => {
  const keepDelivery = insertDelivery(db);
  const keepExecution = insertExecution(db);
  const keepFollowUp = insertFollowUp(db);
  const known = KnownRows.of(db);
  // What a workflow that handles failures calls must not come back to it.
  const findCaller = db.prepare<[string], number>('select handles_failure from execution where id = ?').pluck();
  const findFirst = firstWithKey(db);
  const keepRepeated = keepDuplicate(db);
  return ({ delivery, execution, end }, body) => {
    const first = findFirst(delivery, body);
    if (first !== undefined) {
      keepRepeated(delivery, body, first);
      return first;
    }
    const kept = keepDelivery(delivery, body);
    if (execution === null) return undefined;
    const [, , origin, of] = execution.columns;
    const handlesFailure = origin === 'call' && of !== null && findCaller.get(of) === 1;
    const isAsWanted = keepExecution(handlesFailure ? { ...execution, handlesFailure } : execution, kept, end);
    const workflow = known.workflow(execution.workflow);
    if (end?.followUp && workflow !== undefined) {
      const failed = { workflow, delivery: kept, order_key: execution.turn?.key ?? null, handles_failure: 0 };
      keepFollowUp(failed, end.followUp);
    }
    return isAsWanted ? undefined : 'queued';
  };
};
