interface Bucket {
  tokens: number;
  filledAt: number;
}

const MINUTE_MS = 60_000;
/** So many may come at once, as a part of what may come in a minute. */
const BURST_SHARE = 10;
const LEAST_BURST = 10;
/** Workflows that are remembered; beyond it, those that are full again are forgotten first. */
const MAX_BUCKETS = 10_000;

/** Token buckets, one for each workflow: short bursts pass, and on the average no more than so many a minute. */
export class RateLimit {
  readonly #buckets = new Map<string, Bucket>();

  /**
   * Takes one token. The answer: 0 when there was one, else the seconds until there is one again.
   * @param now milliseconds since 1970
   */
  take(workflowId: string, perMinute: number, now: number): number {
    const burst = Math.min(perMinute, Math.max(LEAST_BURST, Math.floor(perMinute / BURST_SHARE)));
    const bucket = this.#bucketOf(workflowId, burst, now);
    // A clock that was set back neither fills nor empties it.
    const passed = Math.max(0, now - bucket.filledAt);
    bucket.tokens = Math.min(burst, bucket.tokens + (passed * perMinute) / MINUTE_MS);
    bucket.filledAt = now;
    if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) * MINUTE_MS) / perMinute / 1_000);
    bucket.tokens -= 1;
    return 0;
  }

  #bucketOf(workflowId: string, burst: number, now: number): Bucket {
    const known = this.#buckets.get(workflowId);
    if (known) return known;
    if (this.#buckets.size >= MAX_BUCKETS) this.#forgetOld(now);
    const bucket = { tokens: burst, filledAt: now };
    this.#buckets.set(workflowId, bucket);
    return bucket;
  }

  #forgetOld(now: number): void {
    for (const [id, { filledAt }] of this.#buckets) if (now - filledAt >= MINUTE_MS) this.#buckets.delete(id);
  }
}
