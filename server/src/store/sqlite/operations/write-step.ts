import type { Claim } from '../../store.ts';
import type { Operation } from '../operation.ts';
import type { StepDocument } from '../step-document.ts';

interface StepWrite extends Claim {
  readonly nodeId: string;
  readonly document: StepDocument;
  readonly status: 'running' | 'waiting';
  /** The step has ended: its execution got further. */
  readonly isEnded: boolean;
}

/** Writes one step. False when the claim holds no more. */
export const writeStep: Operation<StepWrite, boolean> = (db) => {
  const find = db.prepare<[string, number], { seq: number; status: string; stalls: number }>(`
    select seq, status, stalls from execution where id = ? and epoch = ? and status in ('running', 'waiting')`);
  const setStatus = db.prepare<[string, number]>('update execution set status = ? where seq = ?');
  const forgetStalls = db.prepare<[number]>('update execution set stalls = 0 where seq = ?');
  const upsert = db.prepare<{ execution: number; nodeId: string; record: string; contents: string }>(`
    insert into step (execution, node_id, record, contents) values (:execution, :nodeId, :record, :contents)
    on conflict (execution, node_id) do update set record = excluded.record, contents = excluded.contents`);
  return ({ executionId, epoch, nodeId, document, status, isEnded }) => {
    const execution = find.get(executionId, epoch);
    if (execution === undefined) return false;
    // Setting what is there already would still rewrite the indexes.
    if (execution.status !== status) setStatus.run(status, execution.seq);
    if (isEnded && execution.stalls > 0) forgetStalls.run(execution.seq);
    upsert.run({ execution: execution.seq, nodeId, ...document });
    return true;
  };
};
