import type { Outbound } from '../outbound/outbound.ts';
import type { DocumentReader } from './verifier.ts';

/** Keys and certificates are far smaller. */
const MAX_BYTES = 262_144;
/** Senders do not wait long for their answer. */
const TIMEOUT_MS = 5_000;
const KEPT_MS = 60 * 60 * 1_000;
/** So soon nothing is asked for again, whoever wants it: strangers could make this server ask without end. */
const COOLDOWN_MS = 30_000;
const MAX_DOCUMENTS = 200;

interface Kept {
  readonly askedAt: number;
  readonly bytes: Promise<Uint8Array>;
}

/** Fetches documents through the one HTTP client and keeps them for an hour; a failure as well, for half a minute. */
export class KeptDocuments implements DocumentReader {
  readonly #outbound: Pick<Outbound, 'send'>;
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept>();

  /** @param now milliseconds on a clock that never goes back */
  constructor(outbound: Pick<Outbound, 'send'>, now: () => number = () => performance.now()) {
    this.#outbound = outbound;
    this.#now = now;
  }

  async read(url: string, { isStale = false }: { readonly isStale?: boolean } = {}): Promise<Uint8Array> {
    const known = this.#kept.get(url);
    if (known && this.#now() - known.askedAt < (isStale ? COOLDOWN_MS : KEPT_MS)) return known.bytes;
    this.#kept.delete(url);
    this.#makeRoom();
    const kept: Kept = { askedAt: this.#now(), bytes: this.#fetch(url) };
    this.#kept.set(url, kept);
    try {
      return await kept.bytes;
    } catch (error) {
      // Known to have failed for as long as nothing is asked for again.
      if (this.#kept.get(url) === kept) this.#kept.set(url, { ...kept, askedAt: kept.askedAt - KEPT_MS + COOLDOWN_MS });
      throw error;
    }
  }

  #makeRoom(): void {
    for (const url of this.#kept.keys()) {
      if (this.#kept.size < MAX_DOCUMENTS) return;
      this.#kept.delete(url);
    }
  }

  async #fetch(url: string): Promise<Uint8Array> {
    const { status, body } = await this.#outbound.send({
      method: 'GET',
      url,
      headers: [],
      timeoutMs: TIMEOUT_MS,
      maxResponseBytes: MAX_BYTES,
      redirects: { follow: false, max: 0 },
    });
    if (status !== 200) throw new DocumentUnavailable(`${new URL(url).host} answered with ${status}.`);
    return body;
  }
}

/** A document was asked for, and the answer was not the document. */
export class DocumentUnavailable extends Error {
  override readonly name = 'DocumentUnavailable';
}
