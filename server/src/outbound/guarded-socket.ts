import { once } from 'node:events';
import { isIP, type Socket } from 'node:net';
import { beforeAbort } from './before-abort.ts';
import { toOutboundError } from './failure.ts';
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

/** What sockets are opened with. */
export interface GuardedSocketOptions {
  readonly guard: TargetGuard;
  readonly resolve: Resolve;
  readonly openSocket: OpenSocket;
}

/**
 * Opens a socket. The name is looked up once, every address it has is checked, the socket is given exactly these
 * addresses, and what it connected to is checked again before a byte is written: a name that changes its mind in between
 * changes nothing.
 * @param ended ends the attempt; the call then rejects with its reason
 * @throws OutboundError
 */
export async function connectGuarded(
  options: GuardedSocketOptions,
  { host, port }: { readonly host: string; readonly port: number },
  ended: AbortSignal,
): Promise<Socket> {
  let socket: Socket | undefined;
  try {
    const addresses = await beforeAbort(ended, findAddresses(options, host, port));
    socket = options.openSocket({ host, port, addresses });
    // Listened to for good: until its user takes over, an error without a listener would end the process.
    socket.on('error', () => undefined);
    await once(socket, 'connect', { signal: ended });
    options.guard.checkAddress(host, socket.remoteAddress ?? '', port);
    return socket;
  } catch (error) {
    socket?.destroy();
    if (ended.aborted) throw ended.reason;
    throw toOutboundError(error, host, false);
  }
}

async function findAddresses(
  { guard, resolve }: GuardedSocketOptions,
  host: string,
  port: number,
): Promise<readonly ResolvedAddress[]> {
  guard.checkHost(host, port);
  const family = isIP(host);
  if (family === 4 || family === 6) return [{ address: host, family }];
  const addresses = await resolve(host);
  if (addresses.length === 0) throw new OutboundError('dns', `The host ${host} has no address.`);
  for (const { address } of addresses) guard.checkAddress(host, address, port);
  return addresses;
}
