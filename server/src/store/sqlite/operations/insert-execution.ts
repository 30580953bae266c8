import type { Database } from 'better-sqlite3';
import { ReferenceMissing } from '../../store.ts';
import type { NewExecutionRow } from '../execution-row.ts';
import { KnownRows } from '../known-rows.ts';

/** Keeps an execution over the delivery of that number. Throws `ReferenceMissing` when what it runs is gone. */
export function insertExecution(db: Database): (execution: NewExecutionRow, delivery: number | bigint) => void {
  const known = KnownRows.of(db);
  const insertGraph = db.prepare<[number, string, number, string]>(
    'insert into graph (workflow, id, node_count, json) values (?, ?, ?, ?) on conflict do nothing',
  );
  const insert = db.prepare<unknown[]>(`
    insert into execution (
      id, version, origin, origin_of, origin_node, until_node, status, owner, epoch, created_at, started_at, workflow,
      delivery, graph)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertStep = db.prepare<{ execution: number | bigint; nodeId: string; record: string; contents: string }>(`
    insert into step (execution, node_id, record, contents) values (:execution, :nodeId, :record, :contents)`);

  return ({ columns, graph, graphId, reusedSteps, ...row }, delivery) => {
    const workflow = known.workflow(row.workflow);
    if (workflow === undefined) throw new ReferenceMissing('The workflow was deleted.');
    if (graph !== null) insertGraph.run(workflow, graph.id, graph.nodeCount, graph.json);
    const graphRow = known.graph(workflow, graphId);
    if (graphRow === undefined) throw new ReferenceMissing('The version of the workflow was deleted.');
    const [, , , , , , , owner, , createdAt] = columns;
    if (owner !== null) known.ensureInstance(owner, createdAt);
    const { lastInsertRowid } = insert.run(...columns, workflow, delivery, graphRow);
    for (const step of reusedSteps ?? []) insertStep.run({ execution: lastInsertRowid, ...step });
  };
}
