import ipaddr from 'ipaddr.js';

import { ConfigError } from '@millrace/errors';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = readonly [Address, number];

/** Whether an IP address may be connected to. */
export type AddressPolicy = (address: string) => boolean;

/** The part of IPv6 that is handed out to the public; everything else is special. */
const PUBLIC_IPV6 = network('2000::/3');
/** Public by its number, and yet answered by the machine's host: what Azure calls its wire server. */
const HOST_SERVICES = [network('168.63.129.16/32')];
/** Networks that hold an IPv4 address in their last 32 bits, which a router may connect to. */
const NAT64 = network('64:ff9b::/96');

/**
 * Allows public addresses and those of `allowedNetworks` (CIDR, such as 10.20.0.0/16). Private, loopback, link-local, shared,
 * multicast, reserved and tunnelling addresses are refused, and an IPv4 address inside an IPv6 one is judged as what it is.
 * Throws ConfigError where a network cannot be read.
 */
export function createAddressPolicy(allowedNetworks: readonly string[]): AddressPolicy {
  const allowed = allowedNetworks.map(network);
  return address => {
    const parsed = parseAddress(address);
    if (parsed === undefined) return false;
    return allowed.some(candidate => isIn(parsed, candidate)) || isPublic(parsed);
  };
}

function isPublic(address: Address): boolean {
  if (HOST_SERVICES.some(candidate => isIn(address, candidate))) return false;
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || isIn(address, PUBLIC_IPV6);
}

/** The address that a packet ends at, as far as that can be told. */
function parseAddress(text: string): Address | undefined {
  // A zone names an interface of this machine.
  if (text.includes('%') || !ipaddr.isValid(text)) return undefined;
  const address = ipaddr.parse(text);
  if (address.kind() === 'ipv4') return address;
  const ipv6 = address as ipaddr.IPv6;
  if (ipv6.isIPv4MappedAddress()) return ipv6.toIPv4Address();
  return isIn(ipv6, NAT64) ? ipaddr.fromByteArray(ipv6.toByteArray().slice(-4)) : ipv6;
}

function isIn(address: Address, [base, bits]: Network): boolean {
  return address.kind() === base.kind() && address.match(base, bits);
}

function network(cidr: string): Network {
  if (!ipaddr.isValidCIDR(cidr))
    throw new ConfigError(
      'configuration-invalid',
      `${cidr} is not a network such as 10.20.0.0/16 or fd00::/8`,
    );
  return ipaddr.parseCIDR(cidr);
}
