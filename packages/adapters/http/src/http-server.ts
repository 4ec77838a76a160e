import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { ConfigError } from '@millrace/errors';

/** Where a server listens, and what slow clients are held to. */
export type HttpServerSettings = {
  readonly host: string;
  readonly port: number;
  /** Most client connections at a time. */
  readonly maxConnections: number;
  /** Longest time for the head of a request, and for a whole one. */
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  /** Longest silence of a connection with a request under way: also of a client that does not read its reply. */
  readonly idleTimeoutMs: number;
  /** How long an idle connection stays open. */
  readonly keepAliveTimeoutMs: number;
  /** Longest wait for requests under way when closing. */
  readonly drainTimeoutMs: number;
};

/** A server that listens. */
export type HttpServer = {
  readonly port: number;
  /** Takes no new connections, finishes the requests under way within the drain timeout, then closes what is left. */
  readonly close: () => Promise<void>;
};

const SWEEP_INTERVAL_MS = 50;

/** Starts listening, with time limits for slow clients. Throws ConfigError where the port cannot be had. */
export async function startHttpServer(
  listener: RequestListener,
  settings: HttpServerSettings,
): Promise<HttpServer> {
  let isDraining = false;
  const server = createServer(
    {
      headersTimeout: settings.headersTimeoutMs,
      requestTimeout: settings.requestTimeoutMs,
      keepAliveTimeout: settings.keepAliveTimeoutMs,
      connectionsCheckingInterval: 1_000,
    },
    (request, response) => {
      if (isDraining) response.setHeader('connection', 'close');
      listener(request, response);
    },
  );
  server.timeout = settings.idleTimeoutMs;
  server.maxConnections = settings.maxConnections;
  await listen(server, settings);
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      isDraining = true;
      const closed = once(server, 'close');
      server.close();
      // What was under way leaves its connection open behind it.
      const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_INTERVAL_MS);
      const timer = setTimeout(() => server.closeAllConnections(), settings.drainTimeoutMs);
      await closed;
      clearInterval(sweep);
      clearTimeout(timer);
    },
  };
}

async function listen(server: Server, { host, port }: HttpServerSettings): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new ConfigError('configuration-invalid', `listening on ${host}:${port} failed: set HOST and PORT`, {
      cause,
    });
  }
}
