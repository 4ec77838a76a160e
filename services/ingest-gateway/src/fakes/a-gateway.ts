import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { topics, type Event } from '@millrace/contracts';
import { createRateLimits } from '@millrace/intake';
import type { Access } from '@millrace/oauth';
import { silentTelemetry } from '@millrace/telemetry';
import type { Router } from 'express';

import { createAuthorize } from '../authorize.ts';
import { createIsBot } from '../bots.ts';
import { trustedProxies } from '../client-address.ts';
import { createCollect, type CollectDependencies } from '../collect-request.ts';
import { startHttpServer, type HttpServer } from '../http-server.ts';
import { createInFlight, type InFlight } from '../in-flight.ts';
import { createRoutes } from '../routes.ts';
import type { KnownSource } from '../sources.ts';
import { createFacts } from '../telemetry.ts';
import { aSource } from './a-source.ts';

/** The gateway's HTTP side over a store in memory. */
export type FakeGateway = {
  readonly url: string;
  readonly stored: readonly Event[];
  /** Headers of the stored records. */
  readonly headers: readonly Readonly<Record<string, string>>[];
  readonly inFlight: InFlight;
  readonly server: HttpServer;
  /** Posts with the write key `key`, unless told otherwise. */
  readonly post: (
    path: string,
    body: string | Buffer,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Response>;
  /** A connection of its own: what it reads is collected. */
  readonly open: () => Promise<{ readonly socket: Socket; readonly received: () => string }>;
};

const running: { readonly server: HttpServer; readonly sockets: Socket[] }[] = [];

/** Stops every gateway that a test started. */
export async function stopGateways(): Promise<void> {
  for (const { server, sockets } of running.splice(0)) {
    sockets.forEach(socket => socket.destroy());
    await server.close();
  }
}

/** Starts one. It knows a server's source by the write key `key` and a website by `web`, unless told other ones. */
export async function aGateway({
  sources = {},
  tokens = {},
  routers = [],
  maxBytes = 10_000_000,
  ...overrides
}: Partial<CollectDependencies> & {
  readonly sources?: Readonly<Record<string, KnownSource | 'expired'>>;
  readonly tokens?: Readonly<Record<string, Access>>;
  readonly routers?: readonly Router[];
  readonly maxBytes?: number;
} = {}): Promise<FakeGateway> {
  const known = new Map(
    Object.entries({ key: aSource(), web: aSource({ isClientSide: true, isWebsite: true }), ...sources }),
  );
  const stored: Event[] = [];
  const headers: Readonly<Record<string, string>>[] = [];
  const inFlight = createInFlight(maxBytes);
  const facts = createFacts(silentTelemetry.meter, inFlight);
  const collect = createCollect({
    authorize: createAuthorize({
      findSource: writeKey => known.get(writeKey),
      verifyToken: token => Promise.resolve(tokens[token]),
      rateLimits: createRateLimits(),
      facts,
    }),
    encode: event => Buffer.from(JSON.stringify(event)),
    store(records) {
      for (const record of records) {
        if (record.topic !== topics.eventsCollected.name) throw new Error(`stored in ${record.topic}`);
        stored.push(JSON.parse(String(record.value)) as Event);
        headers.push(record.headers ?? {});
      }
      return Promise.resolve();
    },
    inFlight,
    trustedProxies: trustedProxies([]),
    isBot: createIsBot(10),
    telemetry: silentTelemetry,
    facts,
    ...overrides,
  });
  const server = await startHttpServer(
    createRoutes({ collect, facts, log: silentTelemetry.log, routers }),
    settings,
  );
  const sockets: Socket[] = [];
  running.push({ server, sockets });
  const url = `http://127.0.0.1:${server.port}`;
  return {
    url,
    stored,
    headers,
    inFlight,
    server,
    post: (path, body, more = {}) =>
      fetch(url + path, {
        method: 'POST',
        body,
        headers: { authorization: `Basic ${Buffer.from('key:').toString('base64')}`, ...more },
      }),
    open: async () => {
      const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
      let text = '';
      socket.on('data', chunk => (text += String(chunk)));
      socket.on('error', () => undefined);
      sockets.push(socket);
      await once(socket, 'connect');
      return { socket, received: () => text };
    },
  };
}

const settings = {
  host: '127.0.0.1',
  port: 0,
  maxConnections: 100,
  headersTimeoutMs: 1_000,
  requestTimeoutMs: 1_500,
  idleTimeoutMs: 3_000,
  keepAliveTimeoutMs: 5_000,
  drainTimeoutMs: 2_000,
};
