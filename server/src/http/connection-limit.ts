import type { Socket } from 'node:net';
import ipaddr from 'ipaddr.js';

/** How much longer the place of a connection stays taken that had to be refused something, in milliseconds. */
const PENALTY_MS = 5_000;
/** For so long somebody behind an address counts as genuine after a delivery that proved it, in milliseconds. */
const TRUST_MS = 10 * 60_000;
/** Addresses that are known to have somebody genuine behind them. */
const MAX_TRUSTED = 10_000;

/** `refused` is what may happen to a genuine sender, too; `misused` is what no client does by mistake. */
type Offence = 'refused' | 'misused';

interface ConnectionLimitOptions {
  /** Connections that one address may have open. */
  readonly perAddress: number;
  /** Addresses that are not counted: a trusted proxy brings everybody's requests. */
  readonly isExempt: (address: string) => boolean;
  /** Milliseconds of a clock that nobody sets. */
  readonly now?: () => number;
}

/**
 * Bounds how many connections an address has, so that nobody takes the place of everybody else by opening many. Whoever
 * is refused something and then connects anew gains nothing by it, since the old place stays taken for a while. Where
 * genuine senders share the address, what is only refused takes no place: they would be locked out with whoever it is.
 */
export class ConnectionLimit {
  readonly #options: ConnectionLimitOptions;
  readonly #now: () => number;
  readonly #counts = new Map<string, number>();
  readonly #distrusted = new Set<string>();
  /** Until when, by who can be told apart; what was trusted longest ago comes first. */
  readonly #trusted = new Map<string, number>();
  readonly #saidOf = new WeakMap<Socket, number>();

  constructor(options: ConnectionLimitOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /** Takes a place until the connection closes; false when its address has none left. */
  admits(socket: Socket): boolean {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined) return false;
    const { isExempt, perAddress } = this.#options;
    if (isExempt(remoteAddress)) return true;
    const holder = holderOf(remoteAddress);
    const count = this.#counts.get(holder) ?? 0;
    if (count >= perAddress) return false;
    this.#counts.set(holder, count + 1);
    const peer = peerOf(socket);
    socket.once('close', () => {
      if (this.#distrusted.delete(peer)) setTimeout(() => this.#release(holder), PENALTY_MS).unref();
      else this.#release(holder);
    });
    return true;
  }

  /** To be called for a connection that had to be refused something: its place stays taken beyond its end. */
  distrust(socket: Socket, offence: Offence): void {
    const { remoteAddress } = socket;
    if (socket.destroyed || remoteAddress === undefined || this.#options.isExempt(remoteAddress)) return;
    if (offence === 'refused' && this.#isTrusted(holderOf(remoteAddress))) return;
    this.#distrusted.add(peerOf(socket));
  }

  /** To be called for a connection whose sender proved to be genuine. */
  trust(socket: Socket): void {
    const until = this.#now() + TRUST_MS;
    // Nearly every delivery is proven: once in a while is enough to say it of a connection.
    const said = this.#saidOf.get(socket);
    if (said !== undefined && until - said < TRUST_MS / 2) return;
    const { remoteAddress } = socket;
    if (remoteAddress === undefined || this.#options.isExempt(remoteAddress)) return;
    this.#saidOf.set(socket, until);
    const holder = holderOf(remoteAddress);
    this.#trusted.delete(holder);
    this.#trusted.set(holder, until);
    const [oldest] = this.#trusted.keys();
    if (oldest !== undefined && this.#trusted.size > MAX_TRUSTED) this.#trusted.delete(oldest);
  }

  #isTrusted(holder: string): boolean {
    const until = this.#trusted.get(holder);
    if (until === undefined || this.#now() < until) return until !== undefined;
    this.#trusted.delete(holder);
    return false;
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
