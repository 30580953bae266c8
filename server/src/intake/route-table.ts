import { type WebhookConfig, webhookConfigOf } from '@millrace/shared/webhook-config';
import type { Store } from '../store/store.ts';
import type { RouteRecord } from '../store/workflow-store.ts';

/** A trigger URL that is served, with what its webhook node says. */
export interface Route extends RouteRecord {
  /** Undefined when the webhook node does not check: then every request is turned away for the sender to try again. */
  readonly webhook: WebhookConfig | undefined;
}

type RouteStore = Pick<Store, 'listRoutes' | 'getRoute' | 'routesChangedCount'>;

/** How often another process's changes are looked for, in milliseconds. */
const REFRESH_MS = 1_000;

/** All trigger URLs in memory, so that finding one asks nobody. */
export class RouteTable {
  readonly #store: RouteStore;
  readonly #bySlug = new Map<string, Route>();
  readonly #slugOf = new Map<string, string>();
  readonly #timer: NodeJS.Timeout;
  #changes = -1;
  #onPublished: (() => void) | undefined;
  #refreshing: Promise<void> | undefined;

  private constructor(store: RouteStore) {
    this.#store = store;
    this.#timer = setInterval(() => void this.#refreshAll(), REFRESH_MS).unref();
  }

  static async open(store: RouteStore): Promise<RouteTable> {
    const table = new RouteTable(store);
    await table.#load();
    return table;
  }

  /** Calls back once when something is published: at once, or as soon as this table hears of it. */
  whenPublished(listener: () => void): void {
    this.#onPublished = listener;
    this.#tell();
  }

  find(slug: string): Route | undefined {
    return this.#bySlug.get(slug);
  }

  findWorkflow(workflowId: string): Route | undefined {
    const slug = this.#slugOf.get(workflowId);
    return slug === undefined ? undefined : this.#bySlug.get(slug);
  }

  /** To be awaited after a change to the workflow, so that the next request already meets it. */
  async refresh(workflowId: string): Promise<void> {
    const record = await this.#store.getRoute(workflowId);
    this.#remove(workflowId);
    if (record) this.#put(record);
    this.#tell();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#refreshing;
  }

  /** A store that cannot be read now leaves the table as it is: the next round tries again. */
  async #refreshAll(): Promise<void> {
    if (this.#refreshing !== undefined) return;
    this.#refreshing = this.#load().catch(() => undefined);
    await this.#refreshing;
    this.#refreshing = undefined;
  }

  async #load(): Promise<void> {
    const changes = await this.#store.routesChangedCount();
    if (changes === this.#changes) return;
    const records = await this.#store.listRoutes();
    this.#bySlug.clear();
    this.#slugOf.clear();
    for (const record of records) this.#put(record);
    this.#changes = changes;
    this.#tell();
  }

  #tell(): void {
    if (!this.#onPublished || ![...this.#bySlug.values()].some(({ published }) => published !== null)) return;
    this.#onPublished();
    this.#onPublished = undefined;
  }

  #put(record: RouteRecord): void {
    this.#bySlug.set(record.slug, { ...record, webhook: webhookConfigOf(record.published?.graph ?? record.draft) });
    this.#slugOf.set(record.workflowId, record.slug);
  }

  #remove(workflowId: string): void {
    const slug = this.#slugOf.get(workflowId);
    if (slug !== undefined) this.#bySlug.delete(slug);
    this.#slugOf.delete(workflowId);
  }
}
