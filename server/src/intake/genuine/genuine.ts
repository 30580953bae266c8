/** A request as its sender makes it, for tests: it passes as it stands, and no longer once a part of it is changed. */
export interface Genuine {
  /** What the case is about, beginning with the preset's name. */
  readonly name: string;
  /** The webhook node's `config.verification`, before its defaults; it names one secret, `NEW`, or none. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Empty where the proof needs none. */
  readonly secret: string;
  readonly method?: string;
  readonly url?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  /**
   * What is proven: these headers, and the body or URL where it is signed, may not be changed in any way. Of a body that
   * is not signed, these texts in it, each of which stands there as it is.
   */
  readonly proven: {
    readonly headers: readonly string[];
    readonly body: boolean;
    readonly url?: boolean;
    readonly texts?: readonly string[];
  };
  /** Values that mean the same though they differ, of a header, of `url` or of `body`, such as another case where the case is free. */
  readonly means?: (part: string, value: string) => string;
  /** What stands at a URL that the proof depends on. */
  readonly read?: (url: string) => Promise<Uint8Array>;
}
