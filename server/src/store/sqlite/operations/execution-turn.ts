import type { Database } from 'better-sqlite3';
import { KnownRows } from '../known-rows.ts';

/** Whose turn it is within a workflow. Test runs neither wait nor are waited for. */
export class ExecutionTurn {
  readonly #hasEarlier;
  readonly #hasQueued;
  readonly #countStarted;
  readonly #findPublished;
  readonly #readGraph;
  readonly #known;

  constructor(db: Database) {
    this.#known = KnownRows.of(db);
    this.#hasEarlier = db.prepare<[number, string]>(`
      select 1 from execution indexed by execution_order
      where workflow = ? and order_key = ? and status in ('queued', 'running', 'waiting', 'parked') limit 1`);
    this.#hasQueued = db.prepare<[number]>(`
      select 1 from execution indexed by execution_queue
      where workflow = ? and origin in ('delivery', 'replay', 'retry', 'failure', 'call') and status = 'queued' and held = 0 limit 1`);
    this.#countStarted = db
      .prepare<[number], number>(`
        select count(*) from execution indexed by execution_workflow_status
        where workflow = ? and status in ('running', 'waiting') and origin <> 'test'`)
      .pluck();
    this.#findPublished = db
      .prepare<[number], number>(`
        select v.graph from workflow w join version v on v.workflow = w.seq and v.version = w.published_version
        where w.seq = ?`)
      .pluck();
    this.#readGraph = db.prepare<[number], string>('select json from graph where seq = ?').pluck();
  }

  /** Whether an execution of the key that is not kept yet has to wait for an earlier one. */
  isHeld(workflow: number, key: string | null): boolean {
    return key !== null && this.#hasEarlier.get(workflow, key) !== undefined;
  }

  /** Whether one that is not kept yet may start, so many being allowed at a time; it overtakes none that waits. */
  hasRoom(workflow: number, limit: number | null): boolean {
    return limit === null || (this.#hasQueued.get(workflow) === undefined && this.#started(workflow) < limit);
  }

  /** How many more of the workflow may start by its published version; null when it says nothing. */
  room(workflow: number): number | null {
    const limit = this.#limit(workflow);
    return limit === null ? null : Math.max(0, limit - this.#started(workflow));
  }

  #started(workflow: number): number {
    return this.#countStarted.get(workflow) ?? 0;
  }

  #limit(workflow: number): number | null {
    const graph = this.#findPublished.get(workflow);
    if (graph === undefined) return null;
    return this.#known.limit(graph, () => limitOf(this.#readGraph.get(graph) ?? '{}'));
  }
}

interface LimitedNode {
  readonly type?: unknown;
  readonly config?: { readonly limits?: { readonly concurrentExecutions?: unknown } };
}

/** Read without the schema of the webhook node, which the writer has no other use for. */
function limitOf(graph: string): number | null {
  const { nodes = [] }: { nodes?: readonly LimitedNode[] } = JSON.parse(graph);
  const limit = nodes.find(({ type }) => type === 'webhook')?.config?.limits?.concurrentExecutions;
  return typeof limit === 'number' && limit >= 1 ? limit : null;
}
