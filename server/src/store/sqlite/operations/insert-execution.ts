import type { Database } from 'better-sqlite3';
import { ReferenceMissing } from '../../store.ts';
import type { ExecutionRow } from '../execution-row.ts';

type Columns = Omit<ExecutionRow, 'graph' | 'reusedSteps'>;

/** Keeps an execution over a kept delivery. Throws `ReferenceMissing` when what it runs or runs over is gone. */
export function insertExecution(db: Database): (execution: ExecutionRow) => void {
  const insertGraph = db.prepare<{ workflow: string; id: string; nodeCount: number; json: string }>(`
    insert into graph (workflow, id, node_count, json)
    select seq, :id, :nodeCount, :json from workflow where id = :workflow
    on conflict do nothing`);
  const insert = db.prepare<[Columns]>(`
    insert into execution (
      id, workflow, delivery, graph, version, origin, origin_of, origin_node, until_node, status, owner, epoch, created_at,
      started_at)
    select
      :id, w.seq, d.seq, g.seq, :version, :origin, :origin_of, :origin_node, :until_node, :status, :owner, :epoch,
      :created_at, :started_at
    from workflow w
    join graph g on g.workflow = w.seq and g.id = :graph_id
    join delivery d on d.id = :delivery and d.workflow = w.seq
    where w.id = :workflow and w.deleted_at is null`);
  const insertInstance = db.prepare<{ id: string; now: number }>(`
    insert into instance (id, beat_at) values (:id, :now) on conflict do nothing`);
  const insertStep = db.prepare<{ execution: number | bigint; nodeId: string; record: string; contents: string }>(`
    insert into step (execution, node_id, record, contents) values (:execution, :nodeId, :record, :contents)`);

  return ({ graph, reusedSteps, ...columns }) => {
    if (graph !== null) insertGraph.run({ workflow: columns.workflow, ...graph });
    // An owner without a row would never be found dead.
    if (columns.owner !== null) insertInstance.run({ id: columns.owner, now: columns.created_at });
    const { changes, lastInsertRowid } = insert.run(columns);
    if (changes === 0) throw new ReferenceMissing('The workflow, its version or the delivery was deleted.');
    for (const step of reusedSteps ?? []) insertStep.run({ execution: lastInsertRowid, ...step });
  };
}
