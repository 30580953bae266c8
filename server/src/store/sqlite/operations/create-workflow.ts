import type { GraphText } from '../graph-text.ts';
import type { Operation } from '../operation.ts';
import type { WorkflowRow } from '../workflow-row.ts';
import { bumpChangeCount } from './bump-change-count.ts';
import { readWorkflow, slugTaken } from './read-workflow.ts';

interface NewWorkflow {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly draft: GraphText;
  readonly now: number;
}

/** Creates a workflow with revision 1 of its draft. */
export const createWorkflow: Operation<NewWorkflow, WorkflowRow | 'slug-taken' | undefined> = (db) => {
  const taken = slugTaken(db);
  const insert = db.prepare<{ id: string; name: string; slug: string; now: number }>(`
    insert into workflow (id, name, slug, created_at, updated_at) values (:id, :name, :slug, :now, :now)`);
  const insertDraft = db.prepare<{ workflow: number | bigint; now: number; id: string; json: string }>(`
    insert into draft (workflow, revision, updated_at, graph_id, graph) values (:workflow, 1, :now, :id, :json)`);
  const bump = bumpChangeCount(db, 'routes');
  const read = readWorkflow(db);
  return ({ id, name, slug, draft, now }) => {
    if (taken(slug, id)) return 'slug-taken';
    const { lastInsertRowid } = insert.run({ id, name, slug, now });
    insertDraft.run({ workflow: lastInsertRowid, now, id: draft.id, json: draft.json });
    bump();
    return read(id);
  };
};
