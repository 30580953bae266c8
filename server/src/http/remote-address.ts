import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddr from 'proxy-addr';

/**
 * Where a request comes from. X-Forwarded-For counts only as far as it was written by the proxies that are trusted: the
 * last address that none of them has.
 */
export function remoteAddressBehind(trusted: readonly string[]): (req: IncomingMessage) => string {
  if (trusted.length === 0) return (req) => plain(req.socket.remoteAddress);
  const trust = proxyAddr.compile([...trusted]);
  return (req) => {
    const address = proxyAddr(req, trust);
    // A zone names an interface of the machine that wrote it, and so no address that could be compared.
    return plain(isIP(address) === 0 || address.includes('%') ? req.socket.remoteAddress : address);
  };
}

/** Whether an address is one of the trusted proxies. */
export function isTrustedProxy(trusted: readonly string[]): (address: string) => boolean {
  if (trusted.length === 0) return () => false;
  const trust = proxyAddr.compile([...trusted]);
  return (address) => trust(address, 0);
}

/** An IPv4 address stays one on a socket that listens for both. */
const plain = (address: string | undefined): string => (address ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
