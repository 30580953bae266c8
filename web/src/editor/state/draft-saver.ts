import type { Graph } from '@millrace/shared/workflow';

/** How long the draft may stay unsaved after the last edit, in milliseconds. */
const QUIET_MS = 600;
/** How long to wait before a save that did not get through is tried again, in milliseconds. */
const RETRY_MS = 4_000;

export type SaveResult =
  | { readonly kind: 'saved'; readonly revision: number }
  | { readonly kind: 'stale' }
  | { readonly kind: 'unreachable' }
  /** The server refuses this draft as it is. */
  | { readonly kind: 'refused'; readonly message: string };

export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'unsaved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'offline' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'refused'; readonly message: string };

/**
 * Saves the draft a moment after the last edit, one request at a time. Keeps the newest graph until the server has it:
 * tries again while the server is out of reach, and stops at a conflict until somebody decides.
 */
export class DraftSaver {
  readonly #send: (graph: Graph, revision: number) => Promise<SaveResult>;
  readonly #listeners = new Set<() => void>();
  #revision: number;
  #state: SaveState = { kind: 'saved' };
  #pending: Graph | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #sending: Promise<void> | null = null;
  #closed = false;

  constructor(revision: number, send: (graph: Graph, revision: number) => Promise<SaveResult>) {
    this.#revision = revision;
    this.#send = send;
  }

  get state(): SaveState {
    return this.#state;
  }

  /** The revision that the server is known to hold. */
  get revision(): number {
    return this.#revision;
  }

  /** Calls back at every change of `state`; returns what ends that. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes the newest graph. */
  change(graph: Graph): void {
    this.#pending = graph;
    if (this.#state.kind === 'conflict') return;
    if (this.#sending === null && this.#state.kind !== 'offline') this.#become({ kind: 'unsaved' });
    this.#schedule(QUIET_MS);
  }

  /** Saves at once. True when the server has the newest graph afterwards. */
  async flush(): Promise<boolean> {
    this.#cancelTimer();
    // Another caller may have begun the next save meanwhile: two with one revision would be a conflict with ourselves.
    while (this.#sending !== null) await this.#sending;
    if (this.#pending !== null && this.#state.kind !== 'conflict') await this.#save();
    return this.#pending === null;
  }

  /** After a conflict: this page's graph wins over the given revision. */
  async overwrite(revision: number, graph: Graph): Promise<boolean> {
    this.#revision = revision;
    this.#pending = graph;
    this.#become({ kind: 'unsaved' });
    return await this.flush();
  }

  /** After a conflict, or when another page saved: the server's graph is taken, nothing is left to save. */
  accept(revision: number): void {
    this.#cancelTimer();
    this.#revision = revision;
    this.#pending = null;
    this.#become({ kind: 'saved' });
  }

  /** Lets timers run again after `close`. */
  open(): void {
    this.#closed = false;
    if (this.#pending !== null && this.#state.kind !== 'conflict') this.#schedule(QUIET_MS);
  }

  /** Saves what is unsaved, once, and lets no timer run any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.flush();
  }

  #schedule(afterMs: number): void {
    this.#cancelTimer();
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      // A save that is under way schedules the next one when it ends.
      if (this.#sending === null) void this.#save();
    }, afterMs);
  }

  #save(): Promise<void> {
    this.#sending = this.#sendPending().finally(() => {
      this.#sending = null;
    });
    return this.#sending;
  }

  async #sendPending(): Promise<void> {
    const graph = this.#pending;
    if (graph === null) return;
    this.#become({ kind: 'saving' });
    const result = await this.#send(graph, this.#revision);
    const newer = this.#pending !== graph;
    switch (result.kind) {
      case 'saved':
        this.#revision = result.revision;
        if (!newer) this.#pending = null;
        this.#become({ kind: newer ? 'unsaved' : 'saved' });
        if (newer) this.#schedule(QUIET_MS);
        return;
      case 'stale':
        this.#become({ kind: 'conflict' });
        return;
      case 'refused':
        this.#become({ kind: 'refused', message: result.message });
        return;
      case 'unreachable':
        this.#become({ kind: 'offline' });
        this.#schedule(RETRY_MS);
    }
  }

  #become(state: SaveState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  #cancelTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
