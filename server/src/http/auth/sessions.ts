import { createHash, randomBytes } from 'node:crypto';
import type { SessionStore } from '../../store/credential-stores.ts';

/** How long a session lasts, in milliseconds. */
const LIFETIME_MS = 30 * 24 * 3_600_000;

/** Sessions of the owner. The store knows only hashes, so that a copied database signs nobody in. */
export class Sessions {
  /** Name of the cookie; bound to this host alone where it is sent over https only. */
  readonly cookieName: string;
  readonly #store: SessionStore;
  readonly #attributes: string;

  constructor(store: SessionStore, secure: boolean) {
    this.#store = store;
    this.cookieName = secure ? '__Host-millrace' : 'millrace';
    this.#attributes = `; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
  }

  /** Starts a session; returns the value of the Set-Cookie header. */
  async start(): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const now = Date.now();
    await this.#store.createSession(hash(token), now + LIFETIME_MS, now);
    return `${this.cookieName}=${token}; Max-Age=${LIFETIME_MS / 1000}${this.#attributes}`;
  }

  /** Whether a request's Cookie header carries a session that goes on. */
  async has(cookies: string | undefined): Promise<boolean> {
    const token = this.#tokenIn(cookies);
    return token !== undefined && (await this.#store.findSession(hash(token), Date.now())) !== undefined;
  }

  /** Ends the session of a request; returns the Set-Cookie header that removes the cookie. */
  async end(cookies: string | undefined): Promise<string> {
    const token = this.#tokenIn(cookies);
    if (token !== undefined) await this.#store.deleteSession(hash(token));
    return `${this.cookieName}=; Max-Age=0${this.#attributes}`;
  }

  #tokenIn(cookies: string | undefined): string | undefined {
    const prefix = `${this.cookieName}=`;
    const pair = cookies?.split(';').find((part) => part.trim().startsWith(prefix));
    return pair?.trim().slice(prefix.length);
  }
}

const hash = (token: string): Uint8Array => createHash('sha256').update(token).digest();
