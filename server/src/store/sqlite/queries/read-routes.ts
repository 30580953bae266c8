import type { Database } from 'better-sqlite3';
import type { RouteRecord } from '../../workflow-store.ts';

interface RouteRow {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly paused: number;
  readonly published_version: number | null;
  readonly graph_id: string | null;
  readonly graph: string | null;
  readonly draft: string;
}

const selectRoute = `
  select w.id, w.name, w.slug, w.paused, w.published_version, g.id as graph_id, g.json as graph, d.graph as draft
  from workflow w
  join draft d on d.workflow = w.seq
  left join version v on v.workflow = w.seq and v.version = w.published_version
  left join graph g on g.seq = v.graph
  where w.deleted_at is null`;

export function listRoutes(db: Database): () => RouteRecord[] {
  const list = db.prepare<[], RouteRow>(`${selectRoute} order by w.seq`);
  return () => list.all().map(routeOf);
}

export function getRoute(db: Database): (workflowId: string) => RouteRecord | undefined {
  const read = db.prepare<[string], RouteRow>(`${selectRoute} and w.id = ?`);
  return (workflowId) => {
    const row = read.get(workflowId);
    return row && routeOf(row);
  };
}

const routeOf = (row: RouteRow): RouteRecord => ({
  workflowId: row.id,
  workflowName: row.name,
  slug: row.slug,
  paused: row.paused === 1,
  published:
    row.published_version === null || row.graph_id === null || row.graph === null
      ? null
      : { version: row.published_version, graphId: row.graph_id, graph: JSON.parse(row.graph) },
  draft: JSON.parse(row.draft),
});
