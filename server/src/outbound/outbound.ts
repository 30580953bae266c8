import type { MailReceipt, OutboundMail } from './outbound-mail.ts';

/** A header as it is written; names may repeat. */
export type Header = readonly [name: string, value: string];

/** A request to any HTTP service. Nothing in it is trusted. */
export interface OutboundRequest {
  /** Any method but CONNECT and TRACE, in any case. */
  readonly method: string;
  /** http or https, without user name and password. */
  readonly url: string;
  /** May repeat names. Headers that frame the message (`Host`, `Content-Length`, …) are refused. */
  readonly headers: readonly Header[];
  readonly body?: Uint8Array | string;
  /** For everything together: lookup, connection, redirects, and the last byte of the answer. */
  readonly timeoutMs: number;
  /** For the body of the answer, before and after unpacking. */
  readonly maxResponseBytes: number;
  readonly redirects: { readonly follow: boolean; readonly max: number };
  readonly signal?: AbortSignal;
  /** Names of headers that, like `Authorization` and `Cookie`, must not follow a redirect to another origin. */
  readonly sensitiveHeaders?: readonly string[];
  /** Accept any certificate. */
  readonly insecureTls?: boolean;
}

/** The answer, whatever its status. */
export interface OutboundResponse {
  readonly status: number;
  readonly statusText: string;
  /** As sent, repeated ones too; also `content-encoding`, although `body` is unpacked. */
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
  /** Where the answer came from, after redirects. */
  readonly url: string;
  readonly redirects: number;
  readonly durationMs: number;
}

/** The one way out: sends requests over kept connections, and mail, through the address guard. */
export interface Outbound {
  /** Rejects with an OutboundError, and with nothing else. */
  send(request: OutboundRequest): Promise<OutboundResponse>;
  /** Rejects with an OutboundError, or with MailRefused when the mail server refused. */
  sendMail(mail: OutboundMail): Promise<MailReceipt>;
  /** Ends what is under way and closes every connection. */
  close(): Promise<void>;
}

/**
 * What went wrong:
 * `blocked-address` the guard refused the host, address or port; `invalid-url`, `invalid-header` the request cannot be
 * sent as written (or a redirect points somewhere it must not); `dns`, `connect`, `tls` no connection came about;
 * `timeout` the whole deadline passed; `too-large`, `too-many-redirects`, `bad-response`, `reset` the answer cannot be
 * used; `cancelled` the caller's signal or a stopping server ended it.
 */
export type OutboundErrorCode =
  | 'blocked-address'
  | 'invalid-url'
  | 'invalid-header'
  | 'dns'
  | 'connect'
  | 'tls'
  | 'timeout'
  | 'too-large'
  | 'too-many-redirects'
  | 'reset'
  | 'bad-response'
  | 'cancelled';

/**
 * An outgoing request that brought no usable response. The message is a sentence for the person who drew the
 * workflow; it names hosts and header names, never header values, paths or queries, which may hold secrets.
 */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';
  readonly code: OutboundErrorCode;
  /** `false`: the request certainly never reached a target, so sending it again cannot do anything twice. */
  readonly mayHaveBeenSent: boolean;

  constructor(code: OutboundErrorCode, message: string, options: { mayHaveBeenSent?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.mayHaveBeenSent = options.mayHaveBeenSent ?? false;
  }

  /** The same failure, seen after something was sent (an earlier hop of a redirect, for example). */
  afterSending(): OutboundError {
    if (this.mayHaveBeenSent) return this;
    return new OutboundError(this.code, this.message, { mayHaveBeenSent: true, cause: this.cause });
  }
}
