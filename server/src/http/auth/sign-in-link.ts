import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long the link of a start can be used, in milliseconds. */
const LIFETIME_MS = 3_600_000;

/** The one-time link that signs the owner in. It lives in memory only: the next start prints another. */
export class SignInLink {
  /** Goes into the printed link. */
  readonly token = randomBytes(32).toString('base64url');
  readonly #expiresAt: number;
  readonly #now: () => number;
  #used = false;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#expiresAt = now() + LIFETIME_MS;
  }

  /** True exactly once, for the right token, in time. */
  redeem(token: string): boolean {
    const right = timingSafeEqual(digest(token), digest(this.token));
    if (!right || this.#used || this.#now() > this.#expiresAt) return false;
    this.#used = true;
    return true;
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
