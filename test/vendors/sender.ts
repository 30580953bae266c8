import type { PresetName } from '@millrace/shared/intake/index';

/** What a sender tells. */
export interface SentEvent {
  readonly body: Buffer;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  readonly url: string;
}

/** One account at a sender, with a secret or keys of its own. */
export interface Sender {
  /** As people store it; empty where nothing is stored. */
  readonly secret: string;
  /** What stands at URLs that its proof depends on. */
  readonly documents?: ReadonlyMap<string, Buffer>;
  send(event: SentEvent): HttpRequest | Promise<HttpRequest>;
}

/** The proof, and what it is of. */
export interface HttpRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Where the proof stands in it; else it is the one of the event. */
  readonly url?: string;
}

/** Requests that are made without our code: as the documentation of a sender says, or by a package that only sends. */
export interface SenderKind {
  /** What the case is about, beginning with the preset's name. */
  readonly name: string;
  readonly preset: PresetName;
  /** What the webhook node holds beside the preset and the secrets. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Its bodies are JSON; else they may be anything. */
  readonly isJson?: boolean;
  /** The proof is of this very body. */
  readonly coversBody: boolean;
  make(): Sender | Promise<Sender>;
}
