/** Attempts that one address has within a minute. */
const ATTEMPTS = 10;
const WINDOW_MS = 60_000;
/** Addresses that are counted apart; beyond them nobody gets a further attempt in this window. */
const MAX_ADDRESSES = 10_000;

/** Bounds how often an address may guess. */
export class AttemptLimit {
  readonly #now: () => number;
  readonly #counts = new Map<string, number>();
  #windowEndsAt = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Counts an attempt; false when it is one too many. */
  allows(address: string): boolean {
    if (this.#now() >= this.#windowEndsAt) {
      this.#counts.clear();
      this.#windowEndsAt = this.#now() + WINDOW_MS;
    }
    const count = (this.#counts.get(address) ?? 0) + 1;
    if (count > ATTEMPTS || (count === 1 && this.#counts.size >= MAX_ADDRESSES)) return false;
    this.#counts.set(address, count);
    return true;
  }
}
