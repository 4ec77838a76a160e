import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { refusal } from './clickhouse-error.ts';
import type { Engine } from './engine.ts';
import { readRequest } from './read-request.ts';
import { reply, replyError } from './reply.ts';

type FrontOptions = Readonly<{ engine: Engine; maxBodyBytes: number }>;

const MAX_URL_BYTES = 1_048_576;

/** ClickHouse's HTTP interface over the engine. */
export function createFront(options: FrontOptions): Server {
  // Placeholders travel in the URL; a server takes one of a megabyte, too.
  const server = createServer({ maxHeaderSize: MAX_URL_BYTES }, (request, response) => {
    void answerRequest(request, response, options);
  });
  // Clients keep their sockets open for longer than Node's five seconds.
  server.keepAliveTimeout = 65_000;
  server.requestTimeout = 0;
  return server;
}

/** Never throws: whatever goes wrong is the answer, or ends the connection once the answer has begun. */
async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { engine, maxBodyBytes }: FrontOptions,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort(refusal('cancelled', 'The client went away.')));
  const started = performance.now();
  try {
    const url = new URL(`http://front${request.url}`);
    if (isPing(request, url)) return void response.end('Ok.\n');
    response.setHeader('X-ClickHouse-Query-Id', url.searchParams.get('query_id') || randomUUID());
    const statement = await readRequest(request, url, maxBodyBytes);
    const answer = await engine.run(statement, gone.signal);
    try {
      await reply({ request, response, url }, answer, performance.now() - started);
    } finally {
      await answer.close();
    }
  } catch (error) {
    if (response.headersSent || response.destroyed) response.destroy();
    else replyError(response, error);
  }
}

function isPing({ method }: IncomingMessage, { pathname, searchParams }: URL): boolean {
  return pathname === '/ping' || (pathname === '/' && method === 'GET' && !searchParams.has('query'));
}
