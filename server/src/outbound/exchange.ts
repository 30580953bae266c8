import type { Dispatcher } from 'undici';
import { toOutboundError } from './failure.ts';
import { GrowingBuffer } from './growing-buffer.ts';
import { type Header, OutboundError } from './outbound.ts';
import type { Hop } from './redirects.ts';
import { responseTooLarge } from './response-body.ts';

/** A response as it came over the wire, its body still encoded. */
export interface RawResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
}

/** How one request is sent and its response read. */
export interface ExchangeOptions {
  readonly dispatcher: Dispatcher;
  readonly maxResponseBytes: number;
  /** Aborts with the OutboundError that the exchange shall fail with. */
  readonly stop: AbortSignal;
  /** The body of a redirect that will be followed interests nobody: it may be cut off. */
  readonly followsRedirects: boolean;
}

const MAX_INFORMATIONAL = 50;
const MAX_REDIRECT_BODY_BYTES = 65_536;

/** Sends one request, follows nothing, and reads the whole response. Rejects with an OutboundError. */
export function exchange(hop: Hop, options: ExchangeOptions): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const handler = new ExchangeHandler(hop, options, resolve, reject);
    try {
      options.dispatcher.dispatch(
        {
          origin: hop.url.origin,
          path: hop.url.pathname + hop.url.search,
          method: hop.method as Dispatcher.HttpMethod, // undici's type lists common methods; it sends any token.
          headers: hop.headers.flat(),
          body: hop.body ?? null,
        },
        handler,
      );
    } catch (error) {
      handler.fail(error);
    }
  });
}

class ExchangeHandler implements Dispatcher.DispatchHandler {
  readonly #hop: Hop;
  readonly #options: ExchangeOptions;
  readonly #resolve: (response: RawResponse) => void;
  readonly #reject: (error: OutboundError) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #settled = false;
  #informational = 0;
  #head: Omit<RawResponse, 'body'> | undefined;
  #body: GrowingBuffer;
  #isSkipped = false;

  constructor(
    hop: Hop,
    options: ExchangeOptions,
    resolve: (response: RawResponse) => void,
    reject: (error: OutboundError) => void,
  ) {
    this.#hop = hop;
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#body = new GrowingBuffer(options.maxResponseBytes);
    options.stop.addEventListener('abort', this.#stop);
  }

  onRequestStart(controller: Dispatcher.DispatchController) {
    // Given up while still waiting for a connection: aborting here means that nothing is written.
    if (this.#settled) return controller.abort(new Error('given up'));
    this.#controller = controller;
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, _headers: unknown, statusText?: string) {
    if (status < 200) {
      this.#informational += 1;
      if (this.#informational > MAX_INFORMATIONAL) this.fail(this.#bad('sent one interim answer after another'));
      return;
    }
    const headers = readHeaders(controller.rawHeaders);
    this.#head = { status, statusText: statusText ?? '', headers };
    this.#isSkipped = this.#options.followsRedirects && status >= 300 && status < 400 && hasLocation(headers);
    if (this.#isSkipped) {
      this.#body = new GrowingBuffer(MAX_REDIRECT_BODY_BYTES);
    } else if (this.#hop.method !== 'HEAD' && contentLength(headers) > this.#options.maxResponseBytes) {
      this.fail(responseTooLarge(this.#hop.url.host, this.#options.maxResponseBytes));
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer) {
    if (this.#settled || this.#body.append(chunk)) return;
    if (this.#isSkipped) {
      this.#succeed();
      this.#controller?.abort(new Error('body not needed'));
    } else {
      this.fail(responseTooLarge(this.#hop.url.host, this.#options.maxResponseBytes));
    }
  }

  onResponseEnd() {
    this.#succeed();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error) {
    this.fail(error);
  }

  /** Rejects, and gives up the connection if the exchange had one. Later calls do nothing. */
  fail(cause: unknown) {
    if (!this.#settle()) return;
    const error = toOutboundError(cause, this.#hop.url.hostname, this.#controller !== undefined);
    this.#reject(error);
    this.#controller?.abort(error);
  }

  #succeed() {
    if (!this.#head || !this.#settle()) return;
    this.#resolve({ ...this.#head, body: this.#isSkipped ? new Uint8Array() : this.#body.bytes() });
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.#options.stop.removeEventListener('abort', this.#stop);
    return true;
  }

  readonly #stop = () => this.fail(this.#options.stop.reason);

  #bad(what: string) {
    return new OutboundError('bad-response', `${this.#hop.url.host} ${what}.`, { mayHaveBeenSent: true });
  }
}

/** Name and value in turn, as bytes; read one character per byte, which loses nothing. */
function readHeaders(raw: Dispatcher.DispatchController['rawHeaders']): Header[] {
  if (!Array.isArray(raw)) return [];
  const headers: Header[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) headers.push([text(raw[index]), text(raw[index + 1])]);
  return headers;
}

const text = (part: Buffer | string | undefined) =>
  typeof part === 'string' ? part : (part?.toString('latin1') ?? '');

const hasLocation = (headers: readonly Header[]) => headers.some(([name]) => name.toLowerCase() === 'location');

const contentLength = (headers: readonly Header[]) =>
  Number(headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1] ?? 0);
