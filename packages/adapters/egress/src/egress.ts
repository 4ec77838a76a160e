import type { lookup } from 'node:dns';

import { Agent, type Dispatcher } from 'undici';

import { createAddressPolicy } from './address-policy.ts';
import { createGuardedConnector } from './guarded-connector.ts';
import { createFetch } from './guarded-fetch.ts';
import type { GuardedFetch } from './outbound.ts';

/** Bounds of what leaves; each has a default. */
export type EgressSettings = {
  /** Networks that may be reached besides the public ones, as CIDR; default none. */
  readonly allowedNetworks?: readonly string[];
  /** Default 5. */
  readonly maxRedirects?: number;
  /** Of a reply's body, before and after it is inflated; default 1 MiB. */
  readonly maxReplyBytes?: number;
  /** From the first byte sent to the last received, redirects included; default 10,000. */
  readonly timeoutMs?: number;
  /** Default 3,000. */
  readonly connectTimeoutMs?: number;
  /** To one origin; default 16. */
  readonly connections?: number;
  /** Requests under way; default 500. */
  readonly maxRequests?: number;
  /** Origins with connections; default 1,000. */
  readonly maxOrigins?: number;
  /** Finds the addresses of a name; the system's resolver by default. */
  readonly resolve?: typeof lookup;
};

/** The way out to addresses that customers choose. */
export type Egress = {
  readonly fetch: GuardedFetch;
  /** For requests that need more than `fetch`: it guards connections, and knows nothing of redirects and bounds. */
  readonly dispatcher: Dispatcher;
  /** Breaks what is under way and closes the connections. */
  close(): Promise<void>;
};

/** A way out to public addresses and the allowed networks. Throws ConfigError where a network cannot be read. */
export function createEgress(settings: EgressSettings = {}): Egress {
  const agent = new Agent({
    connections: settings.connections ?? 16,
    pipelining: 1,
    allowH2: false,
    maxOrigins: settings.maxOrigins ?? 1_000,
    connect: createGuardedConnector({
      isAllowed: createAddressPolicy(settings.allowedNetworks ?? []),
      connectTimeoutMs: settings.connectTimeoutMs ?? 3_000,
      resolve: settings.resolve,
    }),
    // The deadline holds for the whole exchange.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    fetch: createFetch(agent, {
      maxRedirects: settings.maxRedirects ?? 5,
      maxReplyBytes: settings.maxReplyBytes ?? 1024 * 1024,
      timeoutMs: settings.timeoutMs ?? 10_000,
      maxRequests: settings.maxRequests ?? 500,
    }),
    dispatcher: agent,
    close: () => agent.destroy(),
  };
}
