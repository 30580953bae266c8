import type { Operation } from '../operation.ts';
import { type ClaimedRows, claimAndRead } from './claimed-row.ts';
import { ExecutionTurn } from './execution-turn.ts';

/** Claims one execution if it is queued and its turn has come, also where the workflow is paused. */
export const claimExecution: Operation<{ instance: string; id: string; now: number }, ClaimedRows> = (db) => {
  const find = db
    .prepare<{ id: string }, [seq: number, workflow: number, origin: string]>(`
      select e.seq, e.workflow, e.origin from execution e join workflow w on w.seq = e.workflow
      where e.id = :id and e.status = 'queued' and e.held = 0 and w.deleted_at is null`)
    .raw();
  const turns = new ExecutionTurn(db);
  const claim = claimAndRead(db);
  return ({ instance, id, now }) => {
    const [seq, workflow = 0, origin] = find.get({ id }) ?? [];
    const isItsTurn = seq !== undefined && (origin === 'test' || turns.room(workflow) !== 0);
    return claim(isItsTurn ? [seq] : [], instance, now);
  };
};
