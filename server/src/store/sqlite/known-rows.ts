import type { Database } from 'better-sqlite3';

/** So many of a kind are remembered at the most; then it starts anew. */
const MAX_KNOWN = 10_000;

/**
 * Numbers of rows that nearly every write refers to, so that a burst of webhooks looks each up once. Holds only because
 * one connection writes: to be forgotten with every rollback, and whenever a workflow or an instance is removed.
 */
export class KnownRows {
  static readonly #ofDatabase = new WeakMap<Database, KnownRows>();

  readonly #workflows = new Map<string, number>();
  readonly #graphs = new Map<string, number>();
  readonly #limits = new Map<number, number | null>();
  readonly #instances = new Set<string>();
  readonly #findWorkflow;
  readonly #findGraph;
  readonly #insertInstance;

  private constructor(db: Database) {
    this.#findWorkflow = db
      .prepare<[string], number>('select seq from workflow where id = ? and deleted_at is null')
      .pluck();
    this.#findGraph = db
      .prepare<[number, string], number>('select seq from graph where workflow = ? and id = ?')
      .pluck();
    this.#insertInstance = db.prepare<[string, number]>(
      'insert into instance (id, beat_at) values (?, ?) on conflict do nothing',
    );
  }

  static of(db: Database): KnownRows {
    let known = KnownRows.#ofDatabase.get(db);
    if (known === undefined) {
      known = new KnownRows(db);
      KnownRows.#ofDatabase.set(db, known);
    }
    return known;
  }

  /** Empties what is known of a database, for all who hold it. */
  static forget(db: Database): void {
    const known = KnownRows.#ofDatabase.get(db);
    if (known === undefined) return;
    known.#workflows.clear();
    known.#graphs.clear();
    known.#limits.clear();
    known.#instances.clear();
  }

  /** Undefined: there is none, or it was deleted. */
  workflow(id: string): number | undefined {
    return remembered(this.#workflows, id, () => this.#findWorkflow.get(id));
  }

  graph(workflow: number, id: string): number | undefined {
    return remembered(this.#graphs, `${workflow} ${id}`, () => this.#findGraph.get(workflow, id));
  }

  /** How many executions of a published graph may run at a time, as its webhook node says. */
  limit(graph: number, read: () => number | null): number | null {
    return remembered(this.#limits, graph, read) ?? null;
  }

  /** Makes the row of an instance when there is none: an owner without one would never be found dead. */
  ensureInstance(id: string, now: number): void {
    if (this.#instances.has(id)) return;
    this.#insertInstance.run(id, now);
    this.#instances.add(id);
  }
}

function remembered<Key, Value>(known: Map<Key, Value>, key: Key, find: () => Value | undefined): Value | undefined {
  const found = known.get(key) ?? find();
  if (known.size >= MAX_KNOWN) known.clear();
  if (found !== undefined) known.set(key, found);
  return found;
}
