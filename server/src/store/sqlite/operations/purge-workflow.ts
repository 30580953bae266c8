import type { Operation } from '../operation.ts';
import { RecentKeys } from '../recent-keys.ts';
import { deleteExecution } from './delete-execution.ts';

/** So many executions, deliveries or keys go at once: few enough that intake waits no longer than for a usual commit. */
const ROWS = 200;
/** Test cases may be large. */
const TEST_CASES = 5;
/** Pages given back to the file system after each step. */
const PAGES = 1_000;

/** Removes some of what a deleted workflow left. True when nothing of any deleted workflow is left. */
export const purgeWorkflow: Operation<null, boolean> = (db) => {
  const find = db.prepare('select seq from workflow where deleted_at is not null limit 1').pluck();
  const findExecutions = db
    .prepare<[number], number>(`select seq from execution where workflow = ? limit ${ROWS}`)
    .pluck();
  const removeExecution = deleteExecution(db);
  const deleteDeliveries = db.prepare<[number]>(
    `delete from delivery where seq in (select seq from delivery where workflow = ? limit ${ROWS})`,
  );
  const deleteTestCases = db.prepare<[number]>(
    `delete from test_case where seq in (select seq from test_case where workflow = ? limit ${TEST_CASES})`,
  );
  const deleteForgotten = db.prepare<[number]>(`
    delete from forgotten_delivery where (seq, key) in (
      select seq, key from forgotten_delivery indexed by forgotten_delivery_workflow where workflow = ? limit ${ROWS})`);
  // Also of the round under way, which is the next one.
  const findKeys = db.prepare<[number], { round: number; value: string }>(`
    with rounds as (select round from filed_round union select coalesce(max(round), 0) + 1 from filed_round)
    select k.round, k.value from rounds cross join filed_key k on k.round = rounds.round
    where k.workflow = ? limit ${ROWS}`);
  const deleteKey = db.prepare<[number, number, string]>(
    'delete from filed_key where round = ? and workflow = ? and value = ?',
  );
  const deleteKeys = (workflow: number): number => {
    const keys = findKeys.all(workflow);
    for (const { round, value } of keys) deleteKey.run(round, workflow, value);
    return keys.length;
  };
  // Numbers of the newest deliveries are given away again: their keys are not filed yet.
  const fileAnew = db.prepare(
    'update filed_progress set filed_up_to = min(filed_up_to, (select coalesce(max(seq), 0) from delivery))',
  );
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
    for (const execution of executions) removeExecution(execution);
    const isEmpty =
      executions.length === 0 &&
      deleteDeliveries.run(workflow).changes === 0 &&
      deleteForgotten.run(workflow).changes === 0 &&
      deleteTestCases.run(workflow).changes === 0 &&
      deleteKeys(workflow) === 0;
    if (isEmpty) {
      for (const statement of workflowRows) statement.run(workflow);
      fileAnew.run();
      RecentKeys.startAnew(db);
    }
    db.pragma(`incremental_vacuum(${PAGES})`);
    return false;
  };
};
