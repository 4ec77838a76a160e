import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came. */
type ReceivedRequest = {
  readonly messageId: string;
  readonly userId: string;
  readonly headers: IncomingMessage['headers'];
  /** 1 for the first of this message. */
  readonly attempt: number;
  /** What it was answered with; undefined where it was not. */
  readonly status: number | undefined;
};

/** How a request is answered: a status, `hang` (never), or `cut` (the connection breaks). */
export type ScriptedAnswer = number | 'hang' | 'cut';

/** A webhook's other side that misbehaves as told. */
export type ScriptedReceiver = {
  readonly url: string;
  readonly requests: readonly ReceivedRequest[];
  /** Message ids that a receiver which drops repeats has taken of a person, in order. */
  taken(userId: string): string[];
  close(): Promise<void>;
};

/** Starts a receiver; on a given port if it is to come back under an address. */
export async function startReceiver(
  answer: (messageId: string, attempt: number) => ScriptedAnswer,
  port = 0,
): Promise<ScriptedReceiver> {
  const requests: ReceivedRequest[] = [];
  const attempts = new Map<string, number>();

  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { messageId, userId } = JSON.parse(await bodyOf(request)) as { messageId: string; userId: string };
    const attempt = (attempts.get(messageId) ?? 0) + 1;
    attempts.set(messageId, attempt);
    const said = answer(messageId, attempt);
    const status = typeof said === 'number' ? said : undefined;
    requests.push({ messageId, userId, headers: request.headers, attempt, status });
    if (typeof said === 'number') response.writeHead(said).end();
    else if (said === 'cut') request.socket.destroy();
  };
  const server = createServer((request, response) => {
    // A sender that is killed leaves half a request behind.
    receive(request, response).catch(() => response.destroy());
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    requests,
    taken(userId) {
      const ids = requests.filter(({ userId: id, status }) => id === userId && status === 200);
      return [...new Set(ids.map(({ messageId }) => messageId))];
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
