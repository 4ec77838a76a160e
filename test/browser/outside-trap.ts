import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands where everything outside this machine would be, and lets nothing through. */
export type OutsideTrap = {
  /** Address of the proxy that a browser is to use. */
  readonly url: string;
  /** What was asked for, as host:port or URL. */
  readonly requests: () => readonly string[];
  close(): Promise<void>;
};

/**
 * Starts a proxy that refuses everything and remembers it. A browser asks no proxy about 127.0.0.1, so what arrives here is what
 * would have left the machine: requests of pages, their preflights and beacons, and what the browser does of its own accord.
 */
export async function startOutsideTrap(): Promise<OutsideTrap> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.writeHead(403).end();
  });
  server.on('connect', (request, socket) => {
    requests.push(request.url ?? '');
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => requests,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
