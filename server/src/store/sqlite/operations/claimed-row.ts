import type { Database } from 'better-sqlite3';
import type { KeptDeliveryRow } from '../delivery-row.ts';
import { deliveryColumns } from '../delivery-row.ts';
import { type OriginColumns, originColumns } from '../execution-row.ts';
import { KnownRows } from '../known-rows.ts';
import type { StepDocument } from '../step-document.ts';
import { ExecutionTurn } from './execution-turn.ts';

interface ExecutionColumns extends OriginColumns {
  readonly id: string;
  readonly epoch: number;
  readonly workflow: string;
  readonly workflow_name: string;
  readonly version: number | null;
  readonly graph_id: string;
  readonly until_node: string | null;
  readonly created_at: number;
  readonly started_at: number;
  readonly recoveries: number;
  readonly stalls: number;
  readonly order_key: string | null;
}

/** An execution that was just claimed, and all that is needed to run it. */
export interface ClaimedRow {
  readonly execution: ExecutionColumns;
  readonly isLimited: boolean;
  readonly delivery: KeptDeliveryRow;
  readonly executionIds: readonly string[];
  readonly steps: readonly StepDocument[];
  /** What nodes that wait were sent. */
  readonly signals: readonly { readonly stepKey: string; readonly output: string }[];
}

/** Claimed executions; a graph that several of them run is there once. */
export interface ClaimedRows {
  readonly claimed: readonly ClaimedRow[];
  readonly graphs: readonly { readonly id: string; readonly json: string }[];
}

/** Makes a queued execution that of an instance and reads it. The answer leaves out what is not queued. */
export function claimAndRead(db: Database): (seqs: readonly number[], owner: string, now: number) => ClaimedRows {
  const claim = db.prepare<{ seq: number; owner: string; now: number }>(`
    update execution
    set status = 'running', wake_at = null, owner = :owner, epoch = epoch + 1, started_at = coalesce(started_at, :now)
    where seq = :seq and status = 'queued'`);
  const readExecution = db.prepare<
    [number],
    ExecutionColumns & { graph: number; delivery: number; workflow_seq: number }
  >(`
    select e.id, e.epoch, w.id as workflow, w.name as workflow_name, e.version, g.id as graph_id,
           ${originColumns}, e.until_node, e.created_at, e.started_at, e.recoveries, e.stalls, e.order_key, e.graph, e.delivery, e.workflow as workflow_seq
    from execution e join workflow w on w.seq = e.workflow join graph g on g.seq = e.graph
    where e.seq = ?`);
  const readDelivery = db.prepare<[number], KeptDeliveryRow>(`
    select ${deliveryColumns} from delivery d join workflow w on w.seq = d.workflow where d.seq = ?`);
  const readExecutionIds = db
    .prepare<[number], string>('select id from execution where delivery = ? order by seq desc')
    .pluck();
  const readSteps = db.prepare<[number], StepDocument>(
    'select record, contents from step where execution = ? order by seq',
  );
  const readSignals = db.prepare<[number], { stepKey: string; output: string }>(
    'select node_id as stepKey, output from resume_signal where execution = ?',
  );
  const turns = new ExecutionTurn(db);
  const readGraph = db.prepare<[number], { id: string; json: string }>('select id, json from graph where seq = ?');

  return (seqs, owner, now) => {
    const claimed: ClaimedRow[] = [];
    const graphs = new Map<number, { id: string; json: string }>();
    KnownRows.of(db).ensureInstance(owner, now);
    for (const seq of seqs) {
      if (claim.run({ seq, owner, now }).changes === 0) continue;
      const execution = readExecution.get(seq);
      const delivery = execution && readDelivery.get(execution.delivery);
      if (execution === undefined || delivery === undefined) continue;
      const graph = graphs.get(execution.graph) ?? readGraph.get(execution.graph);
      if (graph !== undefined) graphs.set(execution.graph, graph);
      claimed.push({
        execution,
        isLimited: turns.room(execution.workflow_seq) !== null,
        delivery,
        executionIds: readExecutionIds.all(execution.delivery),
        steps: readSteps.all(seq),
        signals: readSignals.all(seq),
      });
    }
    return { claimed, graphs: [...graphs.values()] };
  };
}
