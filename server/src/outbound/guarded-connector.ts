import { once } from 'node:events';
import { isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import { toOutboundError, toTlsError } from './failure.ts';
import { OutboundError } from './outbound.ts';
import type { TargetGuard } from './target-guard.ts';

/** One answer of the name server. */
interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Finds every address of a host. Rejects, or resolves to none, when there is none. */
export type Resolve = (host: string) => Promise<readonly ResolvedAddress[]>;

/** Opens a TCP connection to one of the given addresses, and to nothing else. The only place bytes leave from. */
export type OpenSocket = (target: {
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly ResolvedAddress[];
}) => Socket;

/** What connections are made with. */
export interface GuardedConnectorOptions {
  readonly guard: TargetGuard;
  readonly resolve: Resolve;
  readonly openSocket: OpenSocket;
  /** Time for name lookup, TCP and TLS together, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** Accept any certificate. */
  readonly insecureTls: boolean;
  /** Trusted authorities in PEM, instead of the built-in ones. */
  readonly certificateAuthorities: readonly string[] | undefined;
  /** Ends the connections that are still being made. */
  readonly closing: AbortSignal;
}

type Target = Parameters<buildConnector.connector>[0];

/**
 * Makes the function by which undici opens its sockets. The name is looked up once, every address it has is checked,
 * the socket is given exactly these addresses, and what it connected to is checked again before a byte is written:
 * a name that changes its mind in between changes nothing.
 */
export function createGuardedConnector(options: GuardedConnectorOptions): buildConnector.connector {
  const startTls = buildConnector({
    allowH2: false,
    timeout: options.connectTimeoutMs,
    rejectUnauthorized: !options.insecureTls,
    ...(options.certificateAuthorities && { ca: [...options.certificateAuthorities] }),
  });

  const connect = async (target: Target): Promise<Socket | TLSSocket> => {
    const host = target.hostname;
    const isTls = target.protocol === 'https:';
    const port = target.port === '' ? (isTls ? 443 : 80) : Number(target.port);
    const ending = new AbortController();
    const ended = ending.signal;
    const close = () => ending.abort(options.closing.reason);
    const timeout = setTimeout(
      () => ending.abort(new OutboundError('connect', `${host} did not accept a connection on port ${port} in time.`)),
      options.connectTimeoutMs,
    );
    options.closing.addEventListener('abort', close);
    let socket: Socket | undefined;
    try {
      const addresses = await beforeAbort(ended, findAddresses(host, port));
      socket = options.openSocket({ host, port, addresses });
      // Listened to for good: until undici takes over, an error without a listener would end the process.
      socket.on('error', () => undefined);
      await once(socket, 'connect', { signal: ended });
      options.guard.checkAddress(host, socket.remoteAddress ?? '', port);
      if (isTls) return await beforeAbort(ended, upgrade(target, socket));
      socket.setNoDelay(true);
      return socket;
    } catch (error) {
      socket?.destroy();
      if (ended.aborted) throw ended.reason;
      throw toOutboundError(error, host, false);
    } finally {
      clearTimeout(timeout);
      options.closing.removeEventListener('abort', close);
    }
  };

  const findAddresses = async (host: string, port: number): Promise<readonly ResolvedAddress[]> => {
    options.guard.checkHost(host, port);
    const family = isIP(host);
    if (family === 4 || family === 6) return [{ address: host, family }];
    const addresses = await options.resolve(host);
    if (addresses.length === 0) throw new OutboundError('dns', `The host ${host} has no address.`);
    for (const { address } of addresses) options.guard.checkAddress(host, address, port);
    return addresses;
  };

  const upgrade = (target: Target, socket: Socket) =>
    new Promise<Socket | TLSSocket>((resolve, reject) => {
      startTls({ ...target, httpSocket: socket }, (error, secured) =>
        error ? reject(toTlsError(error, target.hostname)) : resolve(secured),
      );
    });

  return (target, callback) => {
    // Both ways out end in undici's callback, which owns what follows.
    void connect(target).then(
      (socket) => callback(null, socket),
      (error: OutboundError) => callback(error, null),
    );
  };
}

/** The promise, or a rejection as soon as the signal aborts; for work that cannot be interrupted. */
function beforeAbort<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
