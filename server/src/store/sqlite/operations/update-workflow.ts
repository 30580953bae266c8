import type { Operation } from '../operation.ts';
import type { WorkflowRow } from '../workflow-row.ts';
import { bumpChangeCount } from './bump-change-count.ts';
import { readWorkflow, slugTaken } from './read-workflow.ts';

interface Change {
  readonly id: string;
  readonly name: string | null;
  readonly slug: string | null;
  readonly requireTests: number | null;
  readonly now: number;
}

/** Changes what a workflow is called, reached by and asked for; null leaves as it is. */
export const updateWorkflow: Operation<Change, WorkflowRow | 'slug-taken' | 'missing'> = (db) => {
  const taken = slugTaken(db);
  const update = db.prepare<[Change]>(`
    update workflow set name = coalesce(:name, name), slug = coalesce(:slug, slug),
      require_tests = coalesce(:requireTests, require_tests), updated_at = :now
    where id = :id and deleted_at is null`);
  const bump = bumpChangeCount(db, 'routes');
  const read = readWorkflow(db);
  return (change) => {
    if (read(change.id) === undefined) return 'missing';
    if (change.slug !== null && taken(change.slug, change.id)) return 'slug-taken';
    update.run(change);
    bump();
    return read(change.id) ?? 'missing';
  };
};
