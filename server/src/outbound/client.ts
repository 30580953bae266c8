import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { Agent } from 'undici';
import type { AllowTargets } from './allow-targets.ts';
import { exchange } from './exchange.ts';
import { createGuardedConnector } from './guarded-connector.ts';
import type { OpenSocket, Resolve } from './guarded-socket.ts';
import { type Outbound, OutboundError, type OutboundRequest, type OutboundResponse } from './outbound.ts';
import type { MailReceipt, OutboundMail } from './outbound-mail.ts';
import { type Hop, nextHop } from './redirects.ts';
import { checkHeaders, checkMethod } from './request-headers.ts';
import { parseRequestUrl, portOf } from './request-url.ts';
import { ACCEPT_ENCODING, decodeBody } from './response-body.ts';
import { createTargetGuard, type OwnAddress, type TargetGuard } from './target-guard.ts';

/** What the client is made with. */
export interface OutboundOptions {
  readonly allowTargets: AllowTargets;
  /** Where this server listens, so that a workflow cannot reach its own API unnoticed. */
  readonly ownAddresses?: () => readonly OwnAddress[];
  /** For lookup, TCP and TLS of one connection. */
  readonly connectTimeoutMs?: number;
  /** Trusted authorities in PEM, instead of the built-in ones. */
  readonly certificateAuthorities?: readonly string[];
  /** Replaces name lookup, for tests. */
  readonly resolve?: Resolve;
  /** Replaces the opening of sockets, for tests. */
  readonly openSocket?: OpenSocket;
}

const CONNECT_TIMEOUT_MS = 10_000;
const CONNECTIONS_PER_ORIGIN = 128;
const MAX_RESPONSE_HEADER_BYTES = 32_768;
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Makes the client. Its connections, timers and lookups belong to it until `close()`. */
export function createOutbound(options: OutboundOptions): Outbound {
  return new GuardedOutbound(options);
}

class GuardedOutbound implements Outbound {
  readonly #options: OutboundOptions;
  readonly #guard;
  readonly #mailGuard;
  readonly #closing = new AbortController();
  /** Never shared: a connection that accepted any certificate must not serve a request that does not. */
  readonly #agents = new Map<'verified' | 'insecure', Agent>();

  constructor(options: OutboundOptions) {
    this.#options = options;
    const guarded = {
      allowTargets: options.allowTargets,
      ownAddresses: options.ownAddresses ?? (() => []),
      ownHostname: hostname(),
    };
    this.#guard = createTargetGuard({ ...guarded, protocol: 'HTTP' });
    this.#mailGuard = createTargetGuard({ ...guarded, protocol: 'SMTP' });
  }

  async send(request: OutboundRequest): Promise<OutboundResponse> {
    const startedAt = performance.now();
    let hop = firstHop(request);
    const stop = new AbortController();
    const end = (code: 'timeout' | 'cancelled', sentence: string) => () =>
      stop.abort(new OutboundError(code, `${hop.url.host} ${sentence}`));
    const deadline = setTimeout(
      end('timeout', `did not answer completely within ${request.timeoutMs} ms.`),
      Math.min(request.timeoutMs, MAX_TIMER_MS),
    );
    const cancel = end('cancelled', 'was not waited for: the request was cancelled.');
    const ends = [this.#closing.signal, ...(request.signal ? [request.signal] : [])];
    for (const signal of ends) signal.addEventListener('abort', cancel);
    if (ends.some((signal) => signal.aborted)) cancel();

    let redirects = 0;
    let isAnswered = false;
    try {
      for (; ; redirects += 1) {
        // The connector checks too, but a kept connection never gets there.
        this.#guard.checkHost(hop.url.hostname, portOf(hop.url));
        stop.signal.throwIfAborted();
        const response = await exchange(hop, {
          dispatcher: this.#agent(request.insecureTls ? 'insecure' : 'verified'),
          maxResponseBytes: request.maxResponseBytes,
          stop: stop.signal,
          followsRedirects: request.redirects.follow,
        });
        isAnswered = true;
        const next = request.redirects.follow ? nextHop(hop, response, request.sensitiveHeaders ?? []) : undefined;
        if (next) {
          if (redirects >= request.redirects.max) throw tooManyRedirects(hop, redirects);
          hop = next;
          continue;
        }
        const body = await decodeBody(response.body, response.headers, request.maxResponseBytes, hop.url.host);
        stop.signal.throwIfAborted();
        return { ...response, body, url: hop.url.href, redirects, durationMs: performance.now() - startedAt };
      }
    } catch (error) {
      throw error instanceof OutboundError && isAnswered ? error.afterSending() : error;
    } finally {
      clearTimeout(deadline);
      for (const signal of ends) signal.removeEventListener('abort', cancel);
    }
  }

  async sendMail(mail: OutboundMail): Promise<MailReceipt> {
    // Few servers send mail, and none with its first request.
    const { sendMail } = await import('./send-mail.ts');
    return sendMail(mail, { ...this.#sockets(this.#mailGuard), closing: this.#closing.signal });
  }

  async close(): Promise<void> {
    this.#closing.abort(new OutboundError('cancelled', 'The request was ended because the server is stopping.'));
    await Promise.all([...this.#agents.values()].map((agent) => agent.destroy()));
  }

  #sockets(guard: TargetGuard) {
    const { resolve = lookUp, openSocket = openTcp, certificateAuthorities } = this.#options;
    return { guard, resolve, openSocket, certificateAuthorities };
  }

  #agent(kind: 'verified' | 'insecure'): Agent {
    const existing = this.#agents.get(kind);
    if (existing) return existing;
    const agent = new Agent({
      connect: createGuardedConnector({
        ...this.#sockets(this.#guard),
        connectTimeoutMs: this.#options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
        insecureTls: kind === 'insecure',
        closing: this.#closing.signal,
      }),
      pipelining: 1,
      connections: CONNECTIONS_PER_ORIGIN,
      keepAliveMaxTimeout: 60_000,
      maxHeaderSize: MAX_RESPONSE_HEADER_BYTES,
      // One deadline covers the whole request; undici's timers would only measure pauses.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.#agents.set(kind, agent);
    return agent;
  }
}

function firstHop(request: OutboundRequest): Hop {
  const headers = checkHeaders(request.headers);
  const acceptsEncoding = headers.some(([name]) => name.toLowerCase() === 'accept-encoding');
  return {
    method: checkMethod(request.method),
    url: parseRequestUrl(request.url),
    headers: acceptsEncoding ? headers : [...headers, ['accept-encoding', ACCEPT_ENCODING]],
    body: typeof request.body === 'string' ? Buffer.from(request.body) : request.body,
  };
}

const tooManyRedirects = (hop: Hop, max: number) =>
  new OutboundError('too-many-redirects', `${hop.url.host} redirected again after ${max} redirects.`, {
    mayHaveBeenSent: true,
  });

const lookUp: Resolve = async (host) => {
  const addresses = await lookup(host, { all: true });
  return addresses.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

const openTcp: OpenSocket = ({ host, port, addresses }) =>
  connect({
    host,
    port,
    lookup: (_host, { all }, done) => {
      const [first] = addresses;
      if (all) done(null, [...addresses]);
      else done(null, first?.address ?? '', first?.family);
    },
  });
