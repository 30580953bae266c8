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
  const findOrderKey = db.prepare<[string], string | null>('select order_key from execution where id = ?').pluck();
  const insert = insertExecution(db);
  return (execution) => {
    const delivery = findDelivery.get(execution.delivery, known.workflow(execution.workflow));
    if (delivery === undefined) throw new ReferenceMissing('The workflow or the delivery was deleted.');
    const [, , , replayed] = execution.columns;
    const key = replayed === null ? null : (findOrderKey.get(replayed) ?? null);
    insert(key === null ? execution : { ...execution, turn: { key, limit: null } }, delivery);
  };
};
