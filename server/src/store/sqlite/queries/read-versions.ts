import type { Graph, WorkflowVersion } from '@millrace/shared/workflow';
import type { Database } from 'better-sqlite3';
import type { Page, PageOf } from '../../page.ts';
import { readCursor, writeCursor } from '../cursor.ts';

interface VersionRow {
  readonly version: number;
  readonly published_at: number;
  readonly node_count: number;
}

const versionOf = (row: VersionRow): WorkflowVersion => ({
  version: row.version,
  publishedAt: new Date(row.published_at).toISOString(),
  nodeCount: row.node_count,
});

/** The versions of a workflow, newest first. */
export function listVersions(db: Database): (id: string, page: Page) => PageOf<WorkflowVersion> {
  const list = db.prepare<{ id: string; before: number; limit: number }, VersionRow>(`
    select v.version, v.published_at, g.node_count
    from workflow w join version v on v.workflow = w.seq join graph g on g.seq = v.graph
    where w.id = :id and w.deleted_at is null and v.version < :before
    order by v.version desc limit :limit`);
  return (id, { limit, cursor }) => {
    const rows = list.all({ id, before: readCursor(cursor).seq, limit: limit + 1 });
    const items = rows.slice(0, limit);
    const end = items.at(-1);
    const more = rows.length > limit && end !== undefined;
    return { items: items.map(versionOf), nextCursor: more ? writeCursor({ at: 0, seq: end.version }) : null };
  };
}

export function getVersion(
  db: Database,
): (id: string, version: number) => (WorkflowVersion & { graph: Graph; graphId: string }) | undefined {
  const read = db.prepare<[string, number], VersionRow & { graph_id: string; graph: string }>(`
    select v.version, v.published_at, g.node_count, g.id as graph_id, g.json as graph
    from workflow w join version v on v.workflow = w.seq join graph g on g.seq = v.graph
    where w.id = ? and w.deleted_at is null and v.version = ?`);
  return (id, version) => {
    const row = read.get(id, version);
    return row && { ...versionOf(row), graph: JSON.parse(row.graph), graphId: row.graph_id };
  };
}
