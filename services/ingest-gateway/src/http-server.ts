import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';

import { ConfigError } from '@millrace/errors';

import type { Config } from './config.ts';

type Settings = Pick<
  Config,
  | 'host'
  | 'port'
  | 'maxConnections'
  | 'headersTimeoutMs'
  | 'requestTimeoutMs'
  | 'idleTimeoutMs'
  | 'keepAliveTimeoutMs'
  | 'drainTimeoutMs'
>;

/** A server that listens. */
export type HttpServer = {
  readonly port: number;
  /** Connections that are open now. */
  readonly connections: () => Promise<number>;
  /** Takes no new connections, finishes the requests under way within the drain timeout, then closes what is left. */
  readonly close: () => Promise<void>;
};

/** Starts listening, with time limits for slow clients. Throws ConfigError where the port cannot be had. */
export async function startHttpServer(listener: RequestListener, settings: Settings): Promise<HttpServer> {
  let isDraining = false;
  const handle: RequestListener = (request, response) => {
    if (isDraining) response.setHeader('connection', 'close');
    listener(request, response);
  };
  const server = createServer(
    {
      headersTimeout: settings.headersTimeoutMs,
      requestTimeout: settings.requestTimeoutMs,
      keepAliveTimeout: settings.keepAliveTimeoutMs,
      connectionsCheckingInterval: 1_000,
    },
    handle,
  );
  // Also for a client that does not read its reply, and so never ends the exchange.
  server.timeout = settings.idleTimeoutMs;
  server.maxConnections = settings.maxConnections;
  // The body reader decides whether the client may go on.
  server.on('checkContinue', handle);
  await listen(server, settings);

  return {
    port: (server.address() as AddressInfo).port,
    connections: promisify(server.getConnections.bind(server)),
    async close(): Promise<void> {
      isDraining = true;
      const closed = once(server, 'close');
      server.close();
      const timer = setTimeout(() => server.closeAllConnections(), settings.drainTimeoutMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

async function listen(server: Server, { host, port }: Settings): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new ConfigError('configuration-invalid', `listening on ${host}:${port} failed: set HOST and PORT`, {
      cause: error,
    });
  }
}
