import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Reply } from './replies.ts';

/** How much of a refused body is still read, so that the client gets to see the reply before the connection ends. */
const MAX_DISCARDED_BYTES = 4 * 1024 * 1024;
const MAX_DISCARD_MS = 2_000;

/** Answers a request. Does nothing where the client has gone or was answered. */
export function sendReply(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(reply.status, reply.headers);
  if (reply.headers['connection'] === 'close' && !request.complete) hangUp(request, response, reply.body);
  else response.end(reply.body, 'latin1');
}

/**
 * Closing a connection with unread bytes resets it, and the reply in it may be lost. So the reply goes out whole, the rest of the
 * body is thrown away for a while, and only then the exchange ends.
 */
function hangUp(request: IncomingMessage, response: ServerResponse, body: string): void {
  let discarded = 0;
  const finish = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(finish, MAX_DISCARD_MS);
  response.write(body);
  request.on('data', (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > MAX_DISCARDED_BYTES) finish();
  });
  request.on('end', finish);
  request.on('close', finish);
}
