import type { Operation } from '../operation.ts';
import { RecentKeys } from '../recent-keys.ts';

/** So many executions, deliveries or keys go at once: few enough that intake waits no longer than for a usual commit. */
const ROWS = 200;
/** Pages given back to the file system after each step. */
const PAGES = 1_000;

/** Removes some of what a deleted workflow left. True when nothing of any deleted workflow is left. */
export const purgeWorkflow: Operation<null, boolean> = (db) => {
  const find = db.prepare('select seq from workflow where deleted_at is not null limit 1').pluck();
  const findExecutions = db
    .prepare<[number], number>(`select seq from execution where workflow = ? limit ${ROWS}`)
    .pluck();
  const executionRows = [
    'delete from step where execution = ?',
    'delete from execution_end where execution = ?',
    'delete from execution where seq = ?',
  ].map((sql) => db.prepare<[number]>(sql));
  const deleteDeliveries = db.prepare<[number]>(
    `delete from delivery where seq in (select seq from delivery where workflow = ? limit ${ROWS})`,
  );
  const deleteKeys = db.prepare<[number]>(`
    delete from delivery_key where (workflow, value) in (
      select workflow, value from delivery_key where workflow = ? limit ${ROWS})`);
  const workflowRows = [
    'delete from version where workflow = ?',
    'delete from graph where workflow = ?',
    'delete from draft where workflow = ?',
    'delete from workflow_hour where workflow = ?',
    'delete from workflow where seq = ?',
  ].map((sql) => db.prepare<[number]>(sql));

  return () => {
    const workflow = find.get();
    if (typeof workflow !== 'number') return true;
    const executions = findExecutions.all(workflow);
    for (const execution of executions) {
      for (const statement of executionRows) statement.run(execution);
    }
    const isEmpty =
      executions.length === 0 && [deleteDeliveries, deleteKeys].every((rows) => rows.run(workflow).changes === 0);
    if (isEmpty) {
      for (const statement of workflowRows) statement.run(workflow);
      RecentKeys.startAnew(db);
    }
    db.pragma(`incremental_vacuum(${PAGES})`);
    return false;
  };
};
