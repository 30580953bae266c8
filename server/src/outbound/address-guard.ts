import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Where an IP address leads. Only `public` may be reached without being named in the allow-list. */
export type AddressKind =
  | 'public'
  | 'loopback'
  | 'private'
  | 'shared'
  | 'link-local'
  | 'metadata'
  | 'unspecified'
  | 'multicast'
  | 'embedded'
  | 'reserved';

/** How the sentence "The address … " goes on for an address of this kind. */
export const ADDRESS_KIND_TEXT: Record<AddressKind, string> = {
  public: 'is public',
  loopback: 'is this machine itself',
  private: 'is on a private network',
  shared: 'is in the shared space of a carrier or cloud network',
  'link-local': 'is link-local',
  metadata: 'belongs to a cloud metadata service',
  unspecified: 'stands for "this machine"',
  multicast: 'is a multicast or broadcast address',
  embedded: 'hides an IPv4 address in an IPv6 one',
  reserved: 'is in a reserved range',
};

type Range = readonly [cidr: string, kind: AddressKind];

// The first match decides, so single addresses and narrow ranges stand above wide ones.
const IPV4_RANGES: readonly Range[] = [
  ['169.254.169.254/32', 'metadata'],
  ['169.254.170.2/32', 'metadata'],
  ['169.254.170.23/32', 'metadata'],
  ['100.100.100.200/32', 'metadata'],
  ['192.0.0.192/32', 'metadata'],
  // Azure's wire server: looks public, answers only from inside.
  ['168.63.129.16/32', 'metadata'],
  ['0.0.0.0/8', 'unspecified'],
  ['10.0.0.0/8', 'private'],
  ['100.64.0.0/10', 'shared'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link-local'],
  ['172.16.0.0/12', 'private'],
  ['192.0.0.0/24', 'reserved'],
  ['192.0.2.0/24', 'reserved'],
  ['192.88.99.0/24', 'reserved'],
  ['192.168.0.0/16', 'private'],
  ['198.18.0.0/15', 'reserved'],
  ['198.51.100.0/24', 'reserved'],
  ['203.0.113.0/24', 'reserved'],
  ['255.255.255.255/32', 'multicast'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved'],
];

// Only 2000::/3 is handed out as public unicast: whatever is listed nowhere here is reserved.
const IPV6_RANGES: readonly Range[] = [
  ['fd00:ec2::254/128', 'metadata'],
  ['fd20:ce::254/128', 'metadata'],
  ['::1/128', 'loopback'],
  ['::/128', 'unspecified'],
  ['::/96', 'embedded'],
  ['::ffff:0:0/96', 'embedded'],
  ['::ffff:0:0:0/96', 'embedded'],
  ['64:ff9b::/96', 'embedded'],
  ['64:ff9b:1::/48', 'embedded'],
  ['2002::/16', 'embedded'],
  ['2001::/32', 'embedded'],
  ['2001::/23', 'reserved'],
  ['2001:db8::/32', 'reserved'],
  ['3fff::/20', 'reserved'],
  ['fc00::/7', 'private'],
  ['fe80::/10', 'link-local'],
  ['fec0::/10', 'private'],
  ['ff00::/8', 'multicast'],
  ['2000::/3', 'public'],
];

const parseRanges = (ranges: readonly Range[]) =>
  ranges.map(([cidr, kind]) => ({ range: ipaddr.parseCIDR(cidr), kind }));
const ipv4Ranges = parseRanges(IPV4_RANGES);
const ipv6Ranges = parseRanges(IPV6_RANGES);

/** Classifies an IP address in text form. Anything that is not a plain address (a zone id, a name) is `reserved`. */
export function classifyAddress(address: string): AddressKind {
  if (isIP(address) === 0 || address.includes('%')) return 'reserved';
  const parsed = ipaddr.parse(address);
  const isIpv4 = parsed.kind() === 'ipv4';
  const found = (isIpv4 ? ipv4Ranges : ipv6Ranges).find(({ range }) => parsed.match(range));
  return found?.kind ?? (isIpv4 ? 'public' : 'reserved');
}
