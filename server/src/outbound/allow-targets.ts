import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

type AllowEntry =
  | { readonly kind: 'host'; readonly host: string; readonly port: number | undefined }
  | { readonly kind: 'subdomains'; readonly suffix: string; readonly port: number | undefined }
  | { readonly kind: 'network'; readonly network: Network; readonly port: number | undefined };

/** The targets that outgoing requests may reach although the guard would refuse them. */
export interface AllowTargets {
  readonly entries: readonly AllowEntry[];
}

/** How far the list opens a target: not at all, on any port, or on exactly this port by naming it. */
export type Grant = 'none' | 'any-port' | 'this-port';

/** The default: nothing but public addresses. */
export const ALLOW_NO_TARGETS: AllowTargets = { entries: [] };

/**
 * Parses `MILLRACE_ALLOW_TARGETS`: hosts (`crm.internal`), every subdomain (`*.corp.example`), addresses (`10.0.0.5`,
 * `[fd00::1]`), all three with an optional `:port`, and networks (`10.0.0.0/8`), separated by commas.
 * Returns a sentence about the first entry that cannot be understood.
 */
export function parseAllowTargets(text: string): AllowTargets | string {
  const entries: AllowEntry[] = [];
  for (const part of text.split(',')) {
    const written = part.trim();
    if (written === '') continue;
    const entry = parseEntry(written.toLowerCase());
    if (typeof entry === 'string') return `MILLRACE_ALLOW_TARGETS: "${written}" ${entry}`;
    entries.push(entry);
  }
  return { entries };
}

function parseEntry(written: string): AllowEntry | string {
  if (written.includes('://')) return 'has a scheme. Name only the host, as in crm.internal or crm.internal:8080.';
  if (written.includes('/')) return parseNetwork(written);
  const target = splitPort(written);
  if (typeof target === 'string') return target;
  const { host, port } = target;
  if (host.startsWith('*.')) {
    const suffix = normalHost(host.slice(2));
    if (suffix === undefined || isIP(suffix) !== 0) return 'is not a wildcard like *.corp.example.';
    return { kind: 'subdomains', suffix: `.${suffix}`, port };
  }
  if (host.includes('*')) return 'has a * in the wrong place. A wildcard looks like *.corp.example.';
  const normal = normalHost(host);
  if (normal === undefined) return 'is not a host, an address or a network.';
  if (isIP(normal) === 0) return { kind: 'host', host: normal, port };
  const address = ipaddr.parse(normal);
  return { kind: 'network', network: [address, address.kind() === 'ipv4' ? 32 : 128], port };
}

function parseNetwork(written: string): AllowEntry | string {
  const [address = '', prefix = '', ...rest] = written.split('/');
  const family = isIP(address);
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (rest.length > 0 || family === 0 || address.includes('%') || !(bits <= (family === 4 ? 32 : 128))) {
    return 'is not a network like 10.0.0.0/8 or fd00::/8.';
  }
  return { kind: 'network', network: [ipaddr.parse(address), bits], port: undefined };
}

function splitPort(written: string): { host: string; port: number | undefined } | string {
  // An IPv6 address without brackets is all colons and has no port.
  if (isIP(written) === 6) return { host: `[${written}]`, port: undefined };
  const match = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(written);
  const [, host, portText] = match ?? [];
  if (host === undefined) return 'is not a host, an address or a network.';
  if (portText === undefined) return { host, port: undefined };
  const port = /^\d{1,5}$/.test(portText) ? Number(portText) : 0;
  if (port < 1 || port > 65_535) return 'has a port that is not a number from 1 to 65535.';
  return { host, port };
}

/** The host as the URL parser writes it, so that both sides of a comparison look the same. */
function normalHost(host: string): string | undefined {
  if (!/^(?:[^\s/\\?#@:[\]%]+|\[[^\]]+\])$/.test(host) || !URL.canParse(`http://${host}/`)) return undefined;
  return new URL(`http://${host}/`).hostname.replace(/^\[|\]$|\.$/g, '') || undefined;
}

const widest = (grants: readonly Grant[]): Grant =>
  grants.includes('this-port') ? 'this-port' : grants.includes('any-port') ? 'any-port' : 'none';

const grantOf = (entry: AllowEntry, port: number): Grant =>
  entry.port === undefined ? 'any-port' : entry.port === port ? 'this-port' : 'none';

/** How far the list opens a host by its name. `host` is lower case and has no trailing dot, as the guard makes it. */
export function grantForHost(targets: AllowTargets, host: string, port: number): Grant {
  return widest(
    targets.entries
      .filter(
        (entry) =>
          (entry.kind === 'host' && entry.host === host) ||
          (entry.kind === 'subdomains' && host.endsWith(entry.suffix)),
      )
      .map((entry) => grantOf(entry, port)),
  );
}

/** How far the list opens an IP address. Without a zone id; IPv4 inside IPv6 matches IPv6 entries only. */
export function grantForAddress(targets: AllowTargets, address: string, port: number): Grant {
  if (isIP(address) === 0 || address.includes('%')) return 'none';
  const parsed = ipaddr.parse(address);
  return widest(
    targets.entries
      .filter(
        (entry) => entry.kind === 'network' && entry.network[0].kind() === parsed.kind() && parsed.match(entry.network),
      )
      .map((entry) => grantOf(entry, port)),
  );
}
