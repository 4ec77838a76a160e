import { once } from 'node:events';
import { request as httpRequest, type Agent } from 'node:http';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';

import type { FuzzRequest } from './requests.ts';

/** What came back; no status where nothing did. */
export type FuzzReply = {
  readonly status: number | undefined;
  readonly contentType: string;
  readonly body: string;
  /** Why nothing came. */
  readonly failure?: string;
};

const PATIENCE_MS = 20_000;
const BROKEN_PATIENCE_MS = 1_500;

/** Sends one request over a connection of the agent's. Never rejects. */
export async function send(gateway: URL, agent: Agent, fuzz: FuzzRequest): Promise<FuzzReply> {
  const { method, target, headers, body } = fuzz;
  const outgoing = httpRequest({
    host: gateway.hostname,
    port: gateway.port,
    agent,
    method,
    path: target,
    headers: { ...headers, ...(body !== undefined && { 'content-length': body.length }) },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const answered = new Promise<FuzzReply>(resolve => {
    outgoing.on('response', response => {
      const contentType = response.headers['content-type'] ?? '';
      const { statusCode: status } = response;
      buffer(response).then(
        bytes => resolve({ status, contentType, body: bytes.toString('latin1') }),
        (error: unknown) => resolve({ status, contentType, body: '', failure: String(error) }),
      );
    });
    outgoing.on('error', error =>
      resolve({ status: undefined, contentType: '', body: '', failure: String(error) }),
    );
  });
  outgoing.end(body);
  return answered;
}

/** Puts bytes on a connection of their own and gives the statuses of what comes back until it ends, or patience does. */
export async function sendBroken(gateway: URL, bytes: Buffer): Promise<readonly number[]> {
  const socket = connect({ host: gateway.hostname, port: Number(gateway.port) });
  let received = '';
  socket.setEncoding('latin1').on('data', (text: string) => (received += text));
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  socket.end(bytes);
  const timer = setTimeout(() => socket.destroy(), BROKEN_PATIENCE_MS);
  await closed.catch(() => undefined);
  clearTimeout(timer);
  return [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
}
