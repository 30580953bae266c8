import type { Database } from 'better-sqlite3';
import { ReferenceMissing } from '../../store.ts';
import type { NewExecutionRow } from '../execution-row.ts';
import { KnownRows } from '../known-rows.ts';
import { ExecutionTurn } from './execution-turn.ts';
import type { FinishRow } from './finish-execution.ts';
import { insertEnd } from './insert-end.ts';
import { isUnresolved } from './unresolved.ts';

/**
 * Keeps an execution over the delivery of that number, at once with its end when it has one. Answers false when it was
 * to start and its turn has not come, so that it is queued. Throws `ReferenceMissing` when what it runs is gone.
 */
export function insertExecution(
  db: Database,
): (execution: NewExecutionRow, delivery: number | bigint, end?: FinishRow) => boolean {
  const known = KnownRows.of(db);
  const turns = new ExecutionTurn(db);
  const insertGraph = db.prepare<[number, string, number, string]>(
    'insert into graph (workflow, id, node_count, json) values (?, ?, ?, ?) on conflict do nothing',
  );
  const insert = db.prepare<unknown[]>(`
    insert into execution (
      id, version, origin, origin_of, origin_node, until_node, status, owner, epoch, created_at, started_at, workflow,
      delivery, graph, finished_at, error, order_key, held, origin_effects, attempt, not_before, handles_failure,
      unresolved)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertStep = db.prepare<{ execution: number | bigint; nodeId: string; record: string; contents: string }>(`
    insert into step (execution, node_id, record, contents) values (:execution, :nodeId, :record, :contents)`);

  const keepEnd = insertEnd(db);

  return ({ columns, graph, graphId, reusedSteps, turn, ...row }, delivery, end) => {
    const workflow = known.workflow(row.workflow);
    if (workflow === undefined) throw new ReferenceMissing('The workflow was deleted.');
    if (graph !== null) insertGraph.run(workflow, graph.id, graph.nodeCount, graph.json);
    const graphRow = known.graph(workflow, graphId);
    if (graphRow === undefined) throw new ReferenceMissing('The version of the workflow was deleted.');
    const [
      id,
      version,
      origin,
      originOf,
      originNode,
      untilNode,
      givenStatus,
      givenOwner,
      givenEpoch,
      createdAt,
      begun,
      effects,
      attempt,
      notBefore,
    ] = columns;
    const isHeld = turn !== null && turns.isHeld(workflow, turn.key);
    const waits = turn !== null && givenOwner !== null && (isHeld || !turns.hasRoom(workflow, turn.limit));
    const [status, owner, epoch, startedAt] = waits
      ? (['queued', null, 0, null] as const)
      : [givenStatus, givenOwner, givenEpoch, begun];
    if (owner !== null) known.ensureInstance(owner, createdAt);
    const state = end ? ([end.status, null] as const) : ([status, owner] as const);
    const { lastInsertRowid } = insert.run(
      ...[id, version, origin, originOf, originNode, untilNode, ...state, epoch, createdAt, startedAt],
      ...[
        workflow,
        delivery,
        graphRow,
        end?.finishedAt ?? null,
        end?.error ?? null,
        turn?.key ?? null,
        isHeld || notBefore ? 1 : 0,
      ],
      ...[effects, attempt, notBefore, row.handlesFailure ? 1 : 0, end && isUnresolved(origin, end) ? 1 : 0],
    );
    if (end) keepEnd(lastInsertRowid, workflow, end);
    for (const step of reusedSteps ?? []) insertStep.run({ execution: lastInsertRowid, ...step });
    return !waits;
  };
}
