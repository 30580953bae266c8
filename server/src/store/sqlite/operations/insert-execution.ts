import type { Database } from 'better-sqlite3';
import { ReferenceMissing } from '../../store.ts';
import type { ExecutionRow } from '../execution-row.ts';

type Columns = Omit<ExecutionRow, 'graph' | 'reusedSteps' | 'workflow' | 'delivery' | 'graph_id'> & References;
interface References {
  readonly workflow: number;
  readonly delivery: number;
  readonly graph: number;
}

/** Keeps an execution over a kept delivery. Throws `ReferenceMissing` when what it runs or runs over is gone. */
export function insertExecution(db: Database): (execution: ExecutionRow) => void {
  const insertGraph = db.prepare<{ workflow: string; id: string; nodeCount: number; json: string }>(`
    insert into graph (workflow, id, node_count, json)
    select seq, :id, :nodeCount, :json from workflow where id = :workflow
    on conflict do nothing`);
  const findReferences = db.prepare<[string, string, string], References>(`
    select w.seq as workflow, d.seq as delivery, g.seq as graph
    from workflow w
    join graph g on g.workflow = w.seq and g.id = ?
    join delivery d on d.id = ? and d.workflow = w.seq
    where w.id = ? and w.deleted_at is null`);
  const insert = db.prepare<[Columns]>(`
    insert into execution (
      id, workflow, delivery, graph, version, origin, origin_of, origin_node, until_node, status, owner, epoch, created_at,
      started_at)
    values (
      :id, :workflow, :delivery, :graph, :version, :origin, :origin_of, :origin_node, :until_node, :status, :owner, :epoch,
      :created_at, :started_at)`);
  const insertInstance = db.prepare<[string, number]>(
    'insert into instance (id, beat_at) values (?, ?) on conflict do nothing',
  );
  const insertStep = db.prepare<{ execution: number | bigint; nodeId: string; record: string; contents: string }>(`
    insert into step (execution, node_id, record, contents) values (:execution, :nodeId, :record, :contents)`);

  return ({ graph, reusedSteps, ...row }) => {
    if (graph !== null) insertGraph.run({ workflow: row.workflow, ...graph });
    // An owner without a row would never be found dead.
    if (row.owner !== null) insertInstance.run(row.owner, row.created_at);
    const references = findReferences.get(row.graph_id, row.delivery, row.workflow);
    if (references === undefined) {
      throw new ReferenceMissing('The workflow, its version or the delivery was deleted.');
    }
    const { lastInsertRowid } = insert.run({ ...row, ...references });
    for (const step of reusedSteps ?? []) insertStep.run({ execution: lastInsertRowid, ...step });
  };
}
