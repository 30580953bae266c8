import type { ServerResponse } from 'node:http';

/** Refusals that are answered at once before any is held back, as seconds of the usual pace. */
const BURST_SECONDS = 2;
/** The longest that an answer is held back. A sender that is wrong by mistake still gets it in time. */
const MAX_HOLD_MS = 2_000;

/**
 * Holds refusals back once there are too many of them, whoever they are for: who sends what is refused waits for the
 * answer and sends less, and nobody who sends what is right is slowed down or locked out, even from the same address.
 * @see https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
 */
export class RefusalPace {
  readonly #intervalMs: number;
  readonly #now: () => number;
  readonly #held = new Set<() => void>();
  /** When the next refusal would be due if they came evenly. */
  #dueAt = 0;

  /** @param now milliseconds of a clock that nobody sets */
  constructor(perSecond: number, now: () => number = () => performance.now()) {
    this.#intervalMs = 1_000 / perSecond;
    this.#now = now;
    this.#dueAt = now() - BURST_SECONDS * 1_000;
  }

  /** How long the refusal that is answered now is to be held back, in milliseconds. */
  take(): number {
    const now = this.#now();
    const dueAt = Math.max(this.#dueAt, now - BURST_SECONDS * 1_000);
    const holdMs = Math.min(Math.max(0, dueAt - now), MAX_HOLD_MS);
    this.#dueAt = Math.min(dueAt + this.#intervalMs, now + MAX_HOLD_MS);
    return holdMs;
  }

  /** Resolves when a refusal may be answered, or its sender has gone; undefined when that is now. */
  hold(res: ServerResponse): Promise<void> | undefined {
    const holdMs = this.take();
    if (holdMs === 0) return undefined;
    return new Promise((resolve) => {
      const release = (): void => {
        clearTimeout(timer);
        res.off('close', release);
        this.#held.delete(release);
        resolve();
      };
      const timer = setTimeout(release, holdMs);
      res.on('close', release);
      this.#held.add(release);
    });
  }

  /** Lets go of everything that is held back. */
  close(): void {
    for (const release of this.#held) release();
  }
}
