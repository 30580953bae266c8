import type { Operation } from '../operation.ts';
import { bumpChangeCount } from './bump-change-count.ts';
import { readWorkflow } from './read-workflow.ts';
import type { DraftAnswer } from './save-draft.ts';

interface Publishing {
  readonly id: string;
  readonly expectedRevision: number;
  readonly now: number;
}

/** Makes the draft the next version, or keeps the published one where the draft is the same graph. */
export const publishDraft: Operation<Publishing, DraftAnswer> = (db) => {
  const read = readWorkflow(db);
  const isPublished = db.prepare<[number, number]>(`
    select 1 from version v
    join graph g on g.seq = v.graph
    join draft d on d.workflow = v.workflow and d.graph_id = g.id
    where v.workflow = ? and v.version = ?`);
  const keepGraph = db.prepare<{ workflow: number; nodeCount: number }>(`
    insert into graph (workflow, id, node_count, json)
    select workflow, graph_id, :nodeCount, graph from draft where workflow = :workflow
    on conflict do nothing`);
  const insertVersion = db.prepare<{ workflow: number; now: number }>(`
    insert into version (workflow, version, graph, published_at)
    select d.workflow, coalesce((select max(version) from version where workflow = d.workflow), 0) + 1, g.seq, :now
    from draft d join graph g on g.workflow = d.workflow and g.id = d.graph_id
    where d.workflow = :workflow`);
  const setPublished = db.prepare<{ workflow: number; revision: number; now: number }>(`
    update workflow
    set published_version = (select max(version) from version where workflow = :workflow),
        published_revision = :revision, updated_at = :now
    where seq = :workflow`);
  const bump = bumpChangeCount(db, 'routes');

  return ({ id, expectedRevision, now }) => {
    const before = read(id);
    if (before === undefined) return { kind: 'missing' };
    const { seq: workflow, draft_revision: revision, published_version } = before;
    if (revision !== expectedRevision) return { kind: 'stale', revision };
    if (published_version === null || isPublished.get(workflow, published_version) === undefined) {
      keepGraph.run({ workflow, nodeCount: nodeCountOf(before.draft_graph) });
      insertVersion.run({ workflow, now });
    }
    if (before.published_revision !== revision) setPublished.run({ workflow, revision, now });
    bump();
    const after = read(id);
    return after === undefined ? { kind: 'missing' } : { kind: 'saved', workflow: after };
  };
};

function nodeCountOf(graph: string): number {
  const { nodes }: { nodes: unknown[] } = JSON.parse(graph);
  return nodes.length;
}
