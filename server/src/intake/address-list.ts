import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Network = readonly [address: ipaddr.IPv4 | ipaddr.IPv6, bits: number];

/** Whether addresses lie in one of these ranges: single addresses or networks, IPv4 or IPv6, checked before. */
export function addressList(ranges: readonly string[]): (address: string) => boolean {
  const networks = ranges.map((range): Network => {
    if (range.includes('/')) return ipaddr.parseCIDR(range);
    const address = ipaddr.parse(range);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  });
  return (text) => {
    // Not what ipaddr.js takes as well: numbers and octal parts, as old resolvers read them.
    if (isIP(text) === 0) return false;
    // An IPv4 address on a socket for both is still one.
    const address = ipaddr.process(text);
    return networks.some(([network, bits]) => address.kind() === network.kind() && address.match(network, bits));
  };
}
