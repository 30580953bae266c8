import type { Database } from 'better-sqlite3';
import { newExecutionRow } from '../execution-row.ts';
import type { FollowUpRow } from '../follow-up-row.ts';
import { insertDelivery } from './insert-delivery.ts';
import { insertExecution } from './insert-execution.ts';

/** The execution that failed, as far as what comes of it depends on it. */
interface Failed {
  readonly workflow: number;
  readonly delivery: number;
  readonly order_key: string | null;
  readonly handles_failure: number;
}

/** Keeps what comes of a failure, in the transaction that writes the failure down. */
export function insertFollowUp(db: Database): (failed: Failed, followUp: FollowUpRow) => void {
  const keepDelivery = insertDelivery(db);
  const keepExecution = insertExecution(db);
  const findWorkflow = db
    .prepare<[string], number>('select seq from workflow where id = ? and deleted_at is null')
    .pluck();
  const findPublished = db.prepare<[number], { version: number; graph: string }>(`
    select v.version, g.id as graph
    from workflow w join version v on v.workflow = w.seq and v.version = w.published_version
    join graph g on g.seq = v.graph
    where w.seq = ?`);

  return (failed, followUp) => {
    const handlesFailure = failed.handles_failure === 1;
    if (followUp.kind === 'retry') {
      const turn = failed.order_key === null ? null : { key: failed.order_key, limit: null };
      keepExecution({ ...followUp.execution, turn, handlesFailure }, failed.delivery);
      return;
    }
    const { delivery, body, executionId, of, createdAt } = followUp;
    const [id, workflowId] = delivery;
    const workflow = findWorkflow.get(workflowId);
    if (workflow === undefined || workflow === failed.workflow || handlesFailure) return;
    const kept = keepDelivery(delivery, body);
    const published = findPublished.get(workflow);
    if (published === undefined) return;
    const execution = newExecutionRow({
      ...{ id: executionId, workflowId, deliveryId: id, version: published.version, createdAt },
      graph: { graphId: published.graph },
      origin: { kind: 'failure', of },
      ...{ untilNode: null, owner: null, reusedSteps: [] },
    });
    keepExecution(execution, kept);
  };
}
