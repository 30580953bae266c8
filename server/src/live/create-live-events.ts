import { randomBytes } from 'node:crypto';
import type { LiveEvent } from '@millrace/shared/event';
import type { LiveEvents } from './live-events.ts';

type Listener = (id: string, event: LiveEvent) => void;

export interface LiveEventsOptions {
  /** How many events are kept for those who come back. */
  readonly kept?: number;
  /** Events of one burst are told together, this many milliseconds apart. */
  readonly flushMs?: number;
  /** How long events are kept on after the last listener left, in milliseconds. */
  readonly graceMs?: number;
}

export interface OwnedLiveEvents extends LiveEvents {
  /** The id of the newest event: who comes back with it has missed nothing up to now. */
  readonly position: string;
  close(): void;
}

/**
 * A ring of recent events. Of several events about the same thing within one flush only the newest is told, so that
 * thousands of executions a second reach a browser as the states they ended in.
 */
export const createLiveEvents = (options: LiveEventsOptions = {}): OwnedLiveEvents => new RingOfEvents(options);

class RingOfEvents implements OwnedLiveEvents {
  readonly #kept: number;
  readonly #flushMs: number;
  readonly #graceMs: number;
  /** Ids of another process, or of this one before a restart, are recognised by it. */
  readonly #instance = randomBytes(6).toString('hex');
  readonly #listeners = new Set<Listener>();
  /** Consecutive events; the last one has the number `#lastNumber`. */
  #ring: LiveEvent[] = [];
  #lastNumber = 0;
  #pending = new Map<string, LiveEvent>();
  #flushTimer: NodeJS.Timeout | undefined;
  #lastFlushAt = Number.NEGATIVE_INFINITY;
  #graceTimer: NodeJS.Timeout | undefined;
  #wanted = false;

  constructor({ kept = 1_000, flushMs = 100, graceMs = 30_000 }: LiveEventsOptions) {
    this.#kept = kept;
    this.#flushMs = flushMs;
    this.#graceMs = graceMs;
  }

  get wanted(): boolean {
    return this.#wanted;
  }

  get position(): string {
    return this.#idOf(this.#lastNumber);
  }

  publish(event: LiveEvent): void {
    if (!this.#wanted) return;
    const key = keyOf(event);
    // Set anew, so that it stands where the newest state came.
    this.#pending.delete(key);
    this.#pending.set(key, event);
    if (this.#pending.size > this.#kept) this.#dropOldest();
    const wait = this.#lastFlushAt + this.#flushMs - performance.now();
    this.#flushTimer ??= setTimeout(() => this.#flush(), Math.max(0, wait));
  }

  subscribe(listener: Listener, lastEventId?: string): { unsubscribe(): void; complete: boolean } {
    clearTimeout(this.#graceTimer);
    this.#wanted = true;
    const complete = this.#repeat(listener, lastEventId);
    this.#listeners.add(listener);
    return { unsubscribe: () => this.#unsubscribe(listener), complete };
  }

  close(): void {
    this.#listeners.clear();
    this.#forget();
  }

  #repeat(listener: Listener, lastEventId: string | undefined): boolean {
    if (lastEventId === undefined) return true;
    const seen = this.#numberOf(lastEventId);
    const firstKept = this.#lastNumber - this.#ring.length + 1;
    if (seen === undefined || seen > this.#lastNumber) return false;
    for (let number = Math.max(seen + 1, firstKept); number <= this.#lastNumber; number += 1) {
      const event = this.#ring[number - firstKept];
      if (event) listener(this.#idOf(number), event);
    }
    return seen + 1 >= firstKept;
  }

  #unsubscribe(listener: Listener): void {
    this.#listeners.delete(listener);
    if (this.#listeners.size > 0) return;
    clearTimeout(this.#graceTimer);
    this.#graceTimer = setTimeout(() => this.#forget(), this.#graceMs).unref();
  }

  #forget(): void {
    clearTimeout(this.#graceTimer);
    clearTimeout(this.#flushTimer);
    this.#flushTimer = undefined;
    this.#wanted = false;
    this.#pending.clear();
    this.#ring = [];
    // From here on events are missed, so that an id given before must not look up to date.
    this.#lastNumber += 1;
  }

  #flush(): void {
    this.#flushTimer = undefined;
    this.#lastFlushAt = performance.now();
    const events = this.#pending;
    this.#pending = new Map();
    for (const event of events.values()) {
      this.#lastNumber += 1;
      this.#ring.push(event);
      const id = this.#idOf(this.#lastNumber);
      for (const listener of this.#listeners) listener(id, event);
    }
    if (this.#ring.length > this.#kept) this.#ring = this.#ring.slice(-this.#kept);
  }

  /** More happened within one flush than anyone could read: what is told are the newest. */
  #dropOldest(): void {
    for (const key of this.#pending.keys()) {
      this.#pending.delete(key);
      return;
    }
  }

  #idOf(number: number): string {
    return `${this.#instance}-${number}`;
  }

  #numberOf(id: string): number | undefined {
    const [instance, number = ''] = id.split('-');
    return instance === this.#instance && /^\d{1,15}$/.test(number) ? Number(number) : undefined;
  }
}

function keyOf(event: LiveEvent): string {
  switch (event.kind) {
    case 'execution':
      return `execution ${event.execution.id}`;
    case 'step':
      return `step ${event.executionId} ${event.nodeId}`;
    case 'delivery':
      return `delivery ${event.delivery.id}`;
    case 'workflow':
      return `workflow ${event.workflowId}`;
  }
}
