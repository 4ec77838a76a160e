import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

import type { TrustedProxies } from '../client-address.ts';

/** Host with a port or without one: a name, an IPv4 address, or an IPv6 address in brackets. */
const HOST = /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/;

/** The parts of a request that tell which address it was sent to. */
export type Addressed = Pick<IncomingMessage, 'headers'> & {
  readonly socket: Pick<IncomingMessage['socket'], 'remoteAddress'>;
};

/**
 * Address of the gateway as the sender of a request knows it, such as https://t.example.com; what a proxy says of the request it
 * passes on counts only where the proxy is trusted. Undefined when the request names no host that could be one.
 */
export function addressOfRequest(
  { headers, socket }: Addressed,
  proxies: TrustedProxies,
): string | undefined {
  const isProxied = socket.remoteAddress !== undefined && proxies.has(socket.remoteAddress);
  const host = (isProxied ? lastOf(headers['x-forwarded-host']) : undefined) ?? headers.host;
  if (host === undefined || !HOST.test(host)) return undefined;
  const forwardedProtocol = isProxied ? lastOf(headers['x-forwarded-proto']) : undefined;
  const protocol = forwardedProtocol ?? (socket instanceof TLSSocket ? 'https' : 'http');
  return protocol === 'https' || protocol === 'http' ? `${protocol}://${host}` : undefined;
}

/** What the nearest proxy wrote: those before it stand further left. */
function lastOf(header: string | string[] | undefined): string | undefined {
  const value = String(header ?? '')
    .split(',')
    .at(-1)
    ?.trim()
    .toLowerCase();
  return value === '' ? undefined : value;
}
