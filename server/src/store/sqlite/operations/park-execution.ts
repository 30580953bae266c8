import type { Claim } from '../../store.ts';
import type { Operation } from '../operation.ts';
import type { StepDocument } from '../step-document.ts';

interface Parking extends Claim {
  readonly steps: readonly ({ readonly nodeId: string } & StepDocument)[];
  /** Nodes that wait for a signal. */
  readonly waiting: readonly string[];
  readonly wakeAt: number | null;
}

/**
 * Lets go of an execution that only waits, with all that is known of its steps. False when the claim holds no more. One
 * that was asked to cancel, or was sent a signal meanwhile, is queued at once.
 */
export const parkExecution: Operation<Parking, boolean> = (db) => {
  const find = db
    .prepare<[string, number], number>(
      "select seq from execution where id = ? and epoch = ? and status in ('running', 'waiting')",
    )
    .pluck();
  const keepStep = db.prepare<{ execution: number; nodeId: string; record: string; contents: string }>(`
    insert into step (execution, node_id, record, contents) values (:execution, :nodeId, :record, :contents)
    on conflict (execution, node_id) do update set record = excluded.record, contents = excluded.contents`);
  const park = db.prepare<{ seq: number; wakeAt: number | null; waiting: string }>(`
    update execution set owner = null, stalls = 0,
      status = iif(
        cancel_requested = 1 or exists (
          select 1 from resume_signal
          where execution = :seq and node_id in (select value from json_each(:waiting))),
        'queued', 'parked'),
      wake_at = :wakeAt
    where seq = :seq`);
  return ({ executionId, epoch, steps, waiting, wakeAt }) => {
    const seq = find.get(executionId, epoch);
    if (seq === undefined) return false;
    for (const { nodeId, record, contents } of steps) keepStep.run({ execution: seq, nodeId, record, contents });
    park.run({ seq, wakeAt, waiting: JSON.stringify(waiting) });
    return true;
  };
};
