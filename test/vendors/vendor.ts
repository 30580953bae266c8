import type { PresetName } from '@millrace/shared/intake/index';

/** What a sender wants to say. */
export interface Message {
  readonly body: string;
  readonly id: string;
  /** As the sender writes it. */
  readonly time: string;
  readonly url: string;
}

/** A request as it is sent; each header once. */
export interface SentRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** How a sender signs, and what its own package says of a request. */
export interface Vendor {
  readonly preset: PresetName;
  /** What the webhook node holds beside the preset and the secrets. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** As people store it. */
  readonly secret: string;
  /** What stands at URLs that its proof depends on. */
  readonly documents?: ReadonlyMap<string, Buffer>;
  /** Of the time that is signed; missing where none is. */
  readonly timeUnit?: 'seconds' | 'milliseconds';
  /** The body of an event, where it has to hold more than any JSON. */
  readonly bodyOf?: (payload: Readonly<Record<string, unknown>>) => string;
  /** Its package takes long for each request. */
  readonly isSlow?: boolean;
  readonly signsUrl?: boolean;
  sign(message: Message): Promise<Readonly<Record<string, string>>> | Readonly<Record<string, string>>;
  /** False also where the package throws. */
  accepts(sent: SentRequest): Promise<boolean> | boolean;
}
