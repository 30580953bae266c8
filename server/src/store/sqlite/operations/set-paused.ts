import type { Operation } from '../operation.ts';
import type { WorkflowRow } from '../workflow-row.ts';
import { bumpChangeCount } from './bump-change-count.ts';
import { readWorkflow } from './read-workflow.ts';

interface Pausing {
  readonly id: string;
  readonly paused: number;
  readonly now: number;
}

export const setPaused: Operation<Pausing, WorkflowRow | undefined> = (db) => {
  const update = db.prepare<[Pausing]>(`
    update workflow set paused = :paused, updated_at = :now where id = :id and deleted_at is null`);
  const bump = bumpChangeCount(db, 'routes');
  const read = readWorkflow(db);
  return (change) => {
    if (update.run(change).changes > 0) bump();
    return read(change.id);
  };
};
