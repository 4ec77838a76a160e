import { once } from 'node:events';
import { createServer as createHttpServer, request as ask, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import type { Certificate } from './certificate.ts';

/** A website of its own origin. */
export type Site = {
  readonly url: string;
  /** Shows this from now on at a path. */
  show(path: string, content: string): void;
  close(): Promise<void>;
};

type SiteOptions = {
  /** Serves https with it; http without. */
  readonly certificate?: Certificate;
  /** Passes what no page is shown at on to the server that this gives, as a customer's reverse proxy does. */
  readonly forward?: (path: string) => URL | undefined;
};

/** Starts a website on a free port. */
export async function startSite({ certificate, forward = () => undefined }: SiteOptions = {}): Promise<Site> {
  const contents = new Map<string, string>();
  const listener: RequestListener = (request, response) => {
    const path = request.url ?? '/';
    const content = contents.get(path.split('?')[0] ?? '/');
    const target = forward(path);
    if (content !== undefined) {
      const type = path.includes('.js') ? 'text/javascript' : 'text/html';
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(content);
    } else if (target === undefined) response.writeHead(404).end();
    else {
      const onward = ask(target, { method: request.method, headers: request.headers }, reply => {
        response.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(response);
      });
      onward.on('error', () => response.destroy());
      request.pipe(onward);
    }
  };
  const server =
    certificate === undefined ? createHttpServer(listener) : createHttpsServer(certificate, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    show: (path, content) => void contents.set(path, content),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
