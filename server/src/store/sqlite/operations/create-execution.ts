import { ReferenceMissing } from '../../store.ts';
import type { NewExecutionRow } from '../execution-row.ts';
import { KnownRows } from '../known-rows.ts';
import type { Operation } from '../operation.ts';
import { insertExecution } from './insert-execution.ts';

/** Keeps an execution over a delivery of its workflow that is kept already. */
export const createExecution: Operation<NewExecutionRow, void> = (db) => {
  const known = KnownRows.of(db);
  const findDelivery = db
    .prepare<[string, number | undefined], number>('select seq from delivery where id = ? and workflow = ?')
    .pluck();
  const findReplayed = db.prepare<[string], { order_key: string | null; handles_failure: number }>(
    'select order_key, handles_failure from execution where id = ?',
  );
  const insert = insertExecution(db);
  return (execution) => {
    const delivery = findDelivery.get(execution.delivery, known.workflow(execution.workflow));
    if (delivery === undefined) throw new ReferenceMissing('The workflow or the delivery was deleted.');
    const [, , , of] = execution.columns;
    const replayed = of === null ? undefined : findReplayed.get(of);
    const key = replayed?.order_key ?? null;
    const turn = key === null ? execution.turn : { key, limit: null };
    insert({ ...execution, turn, handlesFailure: replayed?.handles_failure === 1 }, delivery);
  };
};
