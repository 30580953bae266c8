import { vi } from 'vitest';

const HOUR_MS = 3_600_000;
/** Others that share the clock have their time in between, in milliseconds. */
const EVERY_MS = 10;

/** A clock that goes on by itself, and which the test sets forward. */
export class DrivenClock {
  readonly #now = Date.now;
  #aheadMs = 0;
  #jumpedAt = 0;

  start(): void {
    vi.spyOn(Date, 'now').mockImplementation(() => this.#now() + this.#aheadMs);
  }

  /** By an hour, but not as often as it is called. True when it did. */
  jump(): boolean {
    if (performance.now() - this.#jumpedAt < EVERY_MS) return false;
    this.#jumpedAt = performance.now();
    this.#aheadMs += HOUR_MS;
    return true;
  }

  stop(): void {
    vi.mocked(Date.now).mockRestore();
  }
}
