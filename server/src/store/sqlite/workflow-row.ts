import type { WorkflowRecord } from '../workflow-store.ts';

export interface WorkflowRow {
  readonly seq: number;
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly paused: number;
  readonly require_tests: number;
  readonly published_version: number | null;
  readonly published_revision: number | null;
  readonly created_at: number;
  readonly updated_at: number;
  readonly draft_revision: number;
  readonly draft_updated_at: number;
  readonly draft_graph: string;
}

/** To be followed by conditions. */
export const selectWorkflow = `
  select w.seq, w.id, w.name, w.slug, w.paused, w.require_tests, w.published_version, w.published_revision, w.created_at, w.updated_at,
         d.revision as draft_revision, d.updated_at as draft_updated_at, d.graph as draft_graph
  from workflow w join draft d on d.workflow = w.seq
  where w.deleted_at is null`;

export const workflowOf = (row: WorkflowRow): WorkflowRecord => ({
  id: row.id,
  name: row.name,
  slug: row.slug,
  draft: JSON.parse(row.draft_graph),
  draftRevision: row.draft_revision,
  draftUpdatedAt: row.draft_updated_at,
  publishedRevision: row.published_revision,
  publishedVersion: row.published_version,
  paused: row.paused === 1,
  requireTests: row.require_tests === 1,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});
