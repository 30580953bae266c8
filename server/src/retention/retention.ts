import type { RetentionPolicy } from '@millrace/shared/retention';
import type { Log } from '../log.ts';
import type { RetentionStore } from '../store/retention-store.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/**
 * The time of ages follows the clock by so much each round. A clock that is a year ahead for an hour makes everything look
 * two days older and no more, and a server that was off for three months has caught up within two days.
 */
const TIME_STEP_MS = DAY_MS / 2;

export interface RetentionOptions {
  readonly store: Pick<RetentionStore, 'advanceRetentionTime' | 'removeExpired'>;
  /** For workflows that say nothing of their own. */
  readonly policy: RetentionPolicy;
  /** Of the database; 0: no limit. */
  readonly mostBytes: number;
  readonly log: Log;
  /** The first round waits, since a start has more urgent things to do. */
  readonly firstRoundMs?: number;
  readonly roundMs?: number;
  readonly now?: () => number;
}

/** Removes history that exceeds its limits, in rounds, for as long as the server runs. */
export class Retention {
  readonly #options: RetentionOptions;
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();

  constructor(options: RetentionOptions) {
    this.#options = options;
    this.#schedule(options.firstRoundMs ?? MINUTE_MS);
  }

  /** Ends a round between two of its transactions; the next start goes on. */
  async close(): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await this.#round;
  }

  #schedule(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#round = this.#run().finally(() => {
        if (!this.#stop.signal.aborted) this.#schedule(this.#options.roundMs ?? HOUR_MS / 4);
      });
    }, ms).unref();
  }

  async #run(): Promise<void> {
    const { store, policy, mostBytes, log, now: clock = Date.now } = this.#options;
    try {
      const wall = clock();
      const now = await store.advanceRetentionTime(wall, TIME_STEP_MS);
      if (wall - now > TIME_STEP_MS) {
        const days = Math.round((wall - now) / DAY_MS);
        log.warn(
          { days },
          'The clock went ahead by days, or the server was off: ages are counted by a time that follows it slowly.',
        );
      }
      const removed = await store.removeExpired({ policy, mostBytes, now }, this.#stop.signal);
      if (removed.executions + removed.deliveries > 0)
        log.info(removed, 'History that exceeded its limits was removed.');
    } catch (error) {
      // It goes on with the next round; whoever writes for a reason of their own hears of it now.
      log.warn({ err: error }, 'History could not be removed.');
    }
  }
}
