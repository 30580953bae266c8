import type { NewDelivery, Store } from '../store/store.ts';

/** So many refused requests wait to be kept at the most; a flood beyond that is only counted. */
const MAX_WAITING = 100;
/** What comes within so many milliseconds is kept together, since each commit makes the next accepted delivery wait. */
const BATCH_MS = 100;

interface Refused {
  readonly delivery: NewDelivery;
  readonly onKept: (() => void) | undefined;
}

/** Keeps refused requests without making anyone wait for it: a refusal promises nothing. */
export class RefusalLog {
  readonly #store: Pick<Store, 'refuse'>;
  readonly #writing = new Set<Promise<void>>();
  #waiting: Refused[] = [];
  #timer: NodeJS.Timeout | undefined;
  #batchedAt = Number.NEGATIVE_INFINITY;
  #dropped = 0;

  constructor(store: Pick<Store, 'refuse'>) {
    this.#store = store;
  }

  /** How many were not kept since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  /** At once when nothing was kept a moment ago. @param onKept called when it is kept, if it is */
  add(delivery: NewDelivery, onKept?: () => void): void {
    if (this.#waiting.length + this.#writing.size >= MAX_WAITING) {
      this.#dropped += 1;
      return;
    }
    this.#waiting.push({ delivery, onKept });
    if (this.#timer !== undefined) return;
    const waitMs = this.#batchedAt + BATCH_MS - performance.now();
    if (waitMs <= 0) this.#writeBatch();
    else this.#timer = setTimeout(() => this.#writeBatch(), waitMs);
  }

  /** Writes what waits, and waits for what is being written. */
  async close(): Promise<void> {
    this.#writeBatch();
    await Promise.all(this.#writing);
  }

  #writeBatch(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#batchedAt = performance.now();
    const batch = this.#waiting;
    this.#waiting = [];
    for (const { delivery, onKept } of batch) {
      const write: Promise<void> = this.#store
        .refuse(delivery)
        .then(onKept, () => {
          this.#dropped += 1;
        })
        .finally(() => this.#writing.delete(write));
      this.#writing.add(write);
    }
  }
}
