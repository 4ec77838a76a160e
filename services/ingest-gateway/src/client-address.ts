import { BlockList, isIP } from 'node:net';

/** Which proxies may say whom they speak for. */
export type TrustedProxies = { readonly has: (address: string) => boolean };

const MAPPED_IPV4 = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;
/** Some proxies add the client's port: 203.0.113.9:4711, [2001:db8::1]:4711. An IPv6 address may have its brackets alone, or a zone. */
const DRESSED = /^(?:\[([^\]%]+)(?:%[^\]]*)?\](?::\d+)?|([\d.]+):\d+|([\da-f:]+)%.*)$/i;

/** Reads addresses and networks in CIDR form. Throws RangeError for what is neither. */
export function trustedProxies(written: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const one of written) {
    const [address = '', bits] = one.split('/');
    const family = isIP(address);
    const size = family === 6 ? 128 : 32;
    const prefix = bits === undefined ? size : Number(bits);
    if (family === 0 || !(prefix >= 0 && prefix <= size)) {
      throw new RangeError(`${one} is neither an address nor a network`);
    }
    list.addSubnet(address, prefix, nameOf(family));
  }
  return { has: address => list.check(address, nameOf(isIP(address))) };
}

function nameOf(family: number): 'ipv4' | 'ipv6' {
  return family === 6 ? 'ipv6' : 'ipv4';
}

/**
 * The client's address: the peer's, or, as long as the nearest is a trusted proxy, the one before it in X-Forwarded-For.
 * What a client writes there itself stands further left than what the proxies append, so it is not believed.
 */
export function clientAddress(
  peer: string | undefined,
  forwardedFor: string | undefined,
  proxies: TrustedProxies,
): string | undefined {
  let address = plain(peer ?? '');
  if (address === undefined || forwardedFor === undefined) return address;
  for (const hop of forwardedFor.split(',').reverse()) {
    if (!proxies.has(address)) break;
    const before = plain(hop.trim());
    if (before === undefined) break;
    address = before;
  }
  return address;
}

/** Without port, brackets, zone and the IPv6 form of an IPv4 address; undefined where the text is no address. */
function plain(text: string): string | undefined {
  const [, bracketed, withPort, withZone] = DRESSED.exec(text) ?? [];
  const address = (bracketed ?? withPort ?? withZone ?? text).replace(MAPPED_IPV4, '');
  return isIP(address) === 0 ? undefined : address;
}
