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
  /** When it was asked for last. */
  readonly askedAt: number;
  readonly asked: Promise<Uint8Array>;
  /** What came last when it came at all. */
  document: { readonly askedAt: number; readonly bytes: Uint8Array } | undefined;
}

/**
 * Fetches documents through the one HTTP client and keeps them for an hour; a failure as well, for half a minute. While
 * one is asked for anew, and when that fails, the one that is there goes on for whoever is content with it: else a
 * stranger who makes this server ask at a bad moment would shut out everybody.
 */
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
    const now = this.#now();
    const document = known?.document && now - known.document.askedAt < KEPT_MS ? known.document : undefined;
    if (document && !isStale) return document.bytes;
    if (known && now - known.askedAt < COOLDOWN_MS) return known.asked;
    this.#kept.delete(url);
    this.#makeRoom();
    const kept: Kept = { askedAt: now, asked: this.#fetch(url), document };
    this.#kept.set(url, kept);
    const bytes = await kept.asked;
    kept.document = { askedAt: now, bytes };
    return bytes;
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
