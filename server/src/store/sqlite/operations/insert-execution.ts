import type { Database } from 'better-sqlite3';
import { ReferenceMissing } from '../../store.ts';
import type { NewExecutionRow } from '../execution-row.ts';
import { KnownRows } from '../known-rows.ts';
import type { FinishRow } from './finish-execution.ts';
import { insertEnd } from './insert-end.ts';

/**
 * Keeps an execution over the delivery of that number, at once with its end when it has one. Throws `ReferenceMissing`
 * when what it runs is gone.
 */
export function insertExecution(
  db: Database,
): (execution: NewExecutionRow, delivery: number | bigint, end?: FinishRow) => void {
  const known = KnownRows.of(db);
  const insertGraph = db.prepare<[number, string, number, string]>(
    'insert into graph (workflow, id, node_count, json) values (?, ?, ?, ?) on conflict do nothing',
  );
  const insert = db.prepare<unknown[]>(`
    insert into execution (
      id, version, origin, origin_of, origin_node, until_node, status, owner, epoch, created_at, started_at, workflow,
      delivery, graph, finished_at, error)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertStep = db.prepare<{ execution: number | bigint; nodeId: string; record: string; contents: string }>(`
    insert into step (execution, node_id, record, contents) values (:execution, :nodeId, :record, :contents)`);

  const keepEnd = insertEnd(db);

  return ({ columns, graph, graphId, reusedSteps, ...row }, delivery, end) => {
    const workflow = known.workflow(row.workflow);
    if (workflow === undefined) throw new ReferenceMissing('The workflow was deleted.');
    if (graph !== null) insertGraph.run(workflow, graph.id, graph.nodeCount, graph.json);
    const graphRow = known.graph(workflow, graphId);
    if (graphRow === undefined) throw new ReferenceMissing('The version of the workflow was deleted.');
    const [id, version, origin, originOf, originNode, untilNode, status, owner, epoch, createdAt, startedAt] = columns;
    if (owner !== null) known.ensureInstance(owner, createdAt);
    const state = end ? ([end.status, null] as const) : ([status, owner] as const);
    const { lastInsertRowid } = insert.run(
      ...[id, version, origin, originOf, originNode, untilNode, ...state, epoch, createdAt, startedAt],
      ...[workflow, delivery, graphRow, end?.finishedAt ?? null, end?.error ?? null],
    );
    if (end) keepEnd(lastInsertRowid, workflow, end);
    for (const step of reusedSteps ?? []) insertStep.run({ execution: lastInsertRowid, ...step });
  };
}
