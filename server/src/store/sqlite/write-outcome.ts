/** How one write of a batch ended. */
export type WriteOutcome =
  | { readonly kind: 'committed'; readonly result: unknown }
  /** The database cannot be written now; nothing took effect. */
  | { readonly kind: 'unavailable'; readonly message: string }
  /** Something it refers to does not exist. */
  | { readonly kind: 'reference-missing'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

/** One write on its way to the writer thread; its bytes lie behind those of the calls before it. */
export interface WriteCall {
  readonly name: string;
  readonly input: unknown;
  readonly byteLength: number;
}

/** What the writer thread is started with. */
export interface WriterSettings {
  readonly file: string;
  readonly busyTimeoutMs: number;
}

export type WriterRequest =
  | { readonly kind: 'batch'; readonly calls: readonly WriteCall[]; readonly bytes: Uint8Array }
  | { readonly kind: 'close' };
