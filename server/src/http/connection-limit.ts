import type { Socket } from 'node:net';
import ipaddr from 'ipaddr.js';

/** How much longer the place of a connection stays taken that had to be refused something, in milliseconds. */
const PENALTY_MS = 5_000;

interface ConnectionLimitOptions {
  /** Connections that one address may have open. */
  readonly perAddress: number;
  /** Addresses that are not counted: a trusted proxy brings everybody's requests. */
  readonly isExempt: (address: string) => boolean;
}

/**
 * Bounds how many connections an address has, so that nobody takes the place of everybody else by opening many. Whoever
 * is refused something and then connects anew gains nothing by it, since the old place stays taken for a while.
 */
export class ConnectionLimit {
  readonly #options: ConnectionLimitOptions;
  readonly #counts = new Map<string, number>();
  readonly #distrusted = new Set<string>();

  constructor(options: ConnectionLimitOptions) {
    this.#options = options;
  }

  /** Takes a place until the connection closes; false when its address has none left. */
  admits(socket: Socket): boolean {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined) return false;
    if (this.#options.isExempt(remoteAddress)) return true;
    const holder = holderOf(remoteAddress);
    const count = this.#counts.get(holder) ?? 0;
    if (count >= this.#options.perAddress) return false;
    this.#counts.set(holder, count + 1);
    const peer = peerOf(socket);
    socket.once('close', () => {
      if (this.#distrusted.delete(peer)) setTimeout(() => this.#release(holder), PENALTY_MS).unref();
      else this.#release(holder);
    });
    return true;
  }

  /** To be called for a connection that had to be refused something: its place stays taken beyond its end. */
  distrust(socket: Socket): void {
    if (socket.destroyed || socket.remoteAddress === undefined) return;
    if (!this.#options.isExempt(socket.remoteAddress)) this.#distrusted.add(peerOf(socket));
  }

  #release(holder: string): void {
    const count = this.#counts.get(holder) ?? 0;
    if (count > 1) this.#counts.set(holder, count - 1);
    else this.#counts.delete(holder);
  }
}

/** The same for the encrypted side of a connection and for the one below it. */
const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

/** Who can be told apart: one address, or in IPv6 one network of 64 bits, which is what one customer gets. */
const holderOf = (address: string): string => {
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : parsed.toByteArray().slice(0, 8).join('.');
};
