import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { ConfigError } from '@millrace/errors';
import type { Telemetry } from '@millrace/telemetry';

/** Whether a process may take work, and what it still waits for. */
export type Readiness = { readonly ready: boolean; readonly waitingFor: readonly string[] };

/** What the operations server reports. */
export type Operations = {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly telemetry: Telemetry;
  /** The loop turns. */
  readonly isLive: () => boolean;
  /** Dependencies answered at start and the assignment is held. */
  readonly isReady: () => Readiness;
};

type Reply = { readonly status: number; readonly type: string; readonly body: string };

/** Serves /metrics, /health/live and /health/ready. Throws ConfigError where the port cannot be had. */
export async function startOperationsServer(
  operations: Operations,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    reply(operations, path).then(
      answer => send(response, answer),
      () => send(response, text(500, 'rendering metrics failed\n')),
    );
  });
  await listen(server, operations);
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

async function reply(operations: Operations, path: string): Promise<Reply> {
  switch (path) {
    case '/metrics':
      return {
        status: 200,
        type: 'text/plain; version=0.0.4; charset=utf-8',
        body: await operations.telemetry.renderMetrics(),
      };
    case '/health/live': {
      const live = operations.isLive();
      return json(live ? 200 : 503, { live });
    }
    case '/health/ready': {
      const readiness = operations.isReady();
      return json(readiness.ready ? 200 : 503, readiness);
    }
    default:
      return text(404, 'not found: /metrics, /health/live and /health/ready are here\n');
  }
}

function json(status: number, value: unknown): Reply {
  return { status, type: 'application/json', body: JSON.stringify(value) };
}

function text(status: number, body: string): Reply {
  return { status, type: 'text/plain; charset=utf-8', body };
}

function send(response: ServerResponse, { status, type, body }: Reply): void {
  response.writeHead(status, { 'content-type': type }).end(body);
}

async function listen(server: Server, { host, port }: Operations): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new ConfigError(
      'configuration-invalid',
      `listening on ${host}:${port} failed: set OPERATIONS_PORT`,
      {
        cause: error,
      },
    );
  }
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
