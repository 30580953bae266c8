import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { ADDRESS_KIND_TEXT, type AddressKind, classifyAddress } from './address-guard.ts';
import { type AllowTargets, grantForAddress, grantForHost } from './allow-targets.ts';
import { OutboundError } from './outbound.ts';

/** An address and port this server listens on; `0.0.0.0` and `::` stand for every address of the machine. */
export interface OwnAddress {
  readonly address: string;
  readonly port: number;
}

/** Decides which hosts and addresses outgoing requests may reach. */
export interface TargetGuard {
  /** Throws `blocked-address` when the host may not even be looked up. An IP address is judged completely. */
  checkHost(host: string, port: number): void;
  /** Throws `blocked-address` when this address of the host may not be connected to. */
  checkAddress(host: string, address: string, port: number): void;
}

/** What the guard knows of the world. */
export interface TargetGuardOptions {
  /** What is spoken there: a port that belongs to another service is refused. */
  readonly protocol: 'HTTP' | 'SMTP';
  readonly allowTargets: AllowTargets;
  /** Asked at each check, since the server may start listening after the guard was made. */
  readonly ownAddresses: () => readonly OwnAddress[];
  /** The machine's own name. */
  readonly ownHostname: string;
}

// Names that exist only inside a machine, a cluster or a private network (RFC 6761, 6762 appendix G, 8375).
const LOCAL_NAME = /(?:^|\.)(?:localhost|local|internal|intranet|private|corp|home|lan|svc|home\.arpa)$/;

// Kinds a person may mean by naming a host. Everything stranger has to be named as an address.
const OPENED_BY_NAME: ReadonlySet<AddressKind> = new Set(['public', 'loopback', 'private', 'shared']);

// Ports of services that are not HTTP and might take a request for commands (the fetch standard's list, and databases).
const FOREIGN_PORTS: ReadonlySet<number> = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 445, 465, 512, 513, 514, 515, 526, 530, 531,
  532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3306, 3659, 4045, 4190, 5060,
  5061, 5432, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 11211, 27017,
]);

/** Where mail is handed in. */
const MAIL_PORTS: ReadonlySet<number> = new Set([25, 465, 587]);

const blocked = (sentence: string) => new OutboundError('blocked-address', sentence);

/** Makes the guard. It keeps no state and does no I/O. */
export function createTargetGuard({
  protocol,
  allowTargets,
  ownAddresses,
  ownHostname,
}: TargetGuardOptions): TargetGuard {
  const ownName = normalName(ownHostname);
  const isForeign = (port: number) => FOREIGN_PORTS.has(port) && !(protocol === 'SMTP' && MAIL_PORTS.has(port));
  const foreignPort = (name: string, port: number) =>
    blocked(
      `Port ${port} of ${name} belongs to a service that does not speak ${protocol}. Add the host with this port to MILLRACE_ALLOW_TARGETS to allow it.`,
    );
  const namesNetworks = allowTargets.entries.some((entry) => entry.kind === 'network');
  const isLocalName = (name: string) => LOCAL_NAME.test(name) || !name.includes('.') || name === ownName;

  const checkAddress = (host: string, address: string, port: number) => {
    const name = normalName(host);
    const byName = isIP(name) === 0 ? grantForHost(allowTargets, name, port) : 'none';
    const byAddress = grantForAddress(allowTargets, address, port);
    const portIsNamed = byName === 'this-port' || byAddress === 'this-port';
    const subject = isIP(name) === 0 ? `The address ${address} of ${name}` : `The address ${address}`;

    if (!portIsNamed && isForeign(port)) throw foreignPort(name, port);
    if (!portIsNamed && isOwn(ownAddresses(), address, port)) {
      throw blocked(
        `${subject}, port ${port}, is this server itself. Add it with its port to MILLRACE_ALLOW_TARGETS to allow it.`,
      );
    }
    if (byAddress !== 'none') return;
    const kind = classifyAddress(address);
    if (byName !== 'none') {
      if (OPENED_BY_NAME.has(kind)) return;
      throw blocked(
        `${subject} ${ADDRESS_KIND_TEXT[kind]}. Naming the host is not enough for it: add the address itself to MILLRACE_ALLOW_TARGETS to allow it.`,
      );
    }
    if (kind !== 'public') {
      throw blocked(`${subject} ${ADDRESS_KIND_TEXT[kind]}. Add it to MILLRACE_ALLOW_TARGETS to allow it.`);
    }
    if (isIP(name) === 0 && isLocalName(name)) throw localName(name);
  };

  const checkHost = (host: string, port: number) => {
    const name = normalName(host);
    if (isIP(name) !== 0) return checkAddress(name, name, port);
    const byName = grantForHost(allowTargets, name, port);
    if (byName !== 'this-port' && isForeign(port)) throw foreignPort(name, port);
    // With networks on the list, a local name may be meant: then its addresses decide.
    if (byName === 'none' && !namesNetworks && isLocalName(name)) throw localName(name);
  };

  return { checkHost, checkAddress };
}

const localName = (name: string) =>
  blocked(
    `The host ${name} is a name of this machine or of a private network. Add it to MILLRACE_ALLOW_TARGETS to allow it.`,
  );

/** Lower case, no brackets, no trailing dot: `LOCALHOST.` and `[::1]` become `localhost` and `::1`. */
const normalName = (host: string) => host.toLowerCase().replace(/^\[|\]$|\.$/g, '');

function isOwn(own: readonly OwnAddress[], address: string, port: number): boolean {
  return own.some((listening) => {
    if (listening.port !== port) return false;
    if (listening.address === address) return true;
    if (listening.address !== '0.0.0.0' && listening.address !== '::') return false;
    const kind = classifyAddress(address);
    return (
      kind === 'loopback' ||
      kind === 'unspecified' ||
      Object.values(networkInterfaces()).some((addresses) => addresses?.some((each) => each.address === address))
    );
  });
}
