import type { NewDelivery, Store } from '../store/store.ts';

/** So many refused requests wait to be kept at the most; a flood beyond that is only counted. */
const MAX_WAITING = 100;

/** Keeps refused requests without making anyone wait for it: a refusal promises nothing. */
export class RefusalLog {
  readonly #store: Pick<Store, 'refuse'>;
  readonly #writing = new Set<Promise<void>>();
  #dropped = 0;

  constructor(store: Pick<Store, 'refuse'>) {
    this.#store = store;
  }

  /** How many were not kept since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  add(delivery: NewDelivery): void {
    if (this.#writing.size >= MAX_WAITING) {
      this.#dropped += 1;
      return;
    }
    const write: Promise<void> = this.#store
      .refuse(delivery)
      .catch(() => {
        this.#dropped += 1;
      })
      .finally(() => this.#writing.delete(write));
    this.#writing.add(write);
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    await Promise.all(this.#writing);
  }
}
