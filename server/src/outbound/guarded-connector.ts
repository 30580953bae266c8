import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
import { beforeAbort } from './before-abort.ts';
import { toOutboundError, toTlsError } from './failure.ts';
import { connectGuarded, type GuardedSocketOptions } from './guarded-socket.ts';
import { OutboundError } from './outbound.ts';

/** What connections are made with. */
interface GuardedConnectorOptions extends GuardedSocketOptions {
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

/** Makes the function by which undici opens its sockets: through the guard, and with TLS where the URL says so. */
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
      socket = await connectGuarded(options, { host, port }, ended);
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
