import type { GraphText } from '../graph-text.ts';
import type { Operation } from '../operation.ts';
import type { WorkflowRow } from '../workflow-row.ts';
import { bumpChangeCount } from './bump-change-count.ts';
import { readWorkflow } from './read-workflow.ts';

export type DraftAnswer =
  | { readonly kind: 'saved'; readonly workflow: WorkflowRow }
  | { readonly kind: 'stale'; readonly revision: number }
  | { readonly kind: 'missing' };

interface Draft {
  readonly id: string;
  readonly draft: GraphText;
  readonly expectedRevision: number;
  readonly now: number;
}

/** Replaces the draft unless it changed since the caller saw it. */
export const saveDraft: Operation<Draft, DraftAnswer> = (db) => {
  const read = readWorkflow(db);
  const update = db.prepare<{ workflow: number; now: number; id: string; json: string }>(`
    update draft set revision = revision + 1, updated_at = :now, graph_id = :id, graph = :json where workflow = :workflow`);
  const touch = db.prepare<[number, number]>('update workflow set updated_at = ? where seq = ?');
  const bump = bumpChangeCount(db, 'routes');
  return ({ id, draft, expectedRevision, now }) => {
    const before = read(id);
    if (before === undefined) return { kind: 'missing' };
    if (before.draft_revision !== expectedRevision) return { kind: 'stale', revision: before.draft_revision };
    update.run({ workflow: before.seq, now, id: draft.id, json: draft.json });
    touch.run(now, before.seq);
    bump();
    const workflow = read(id);
    return workflow === undefined ? { kind: 'missing' } : { kind: 'saved', workflow };
  };
};
