import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  createServer as createSocketServer,
  type AddressInfo,
  type Server as SocketServer,
  type Socket,
} from 'node:net';

import { afterEach, describe, expect, it } from '@jest/globals';
import type { RequestPlan } from '@millrace/destinations';

import { createHttpSender, type HttpSender } from './http-sender.ts';

const limits = { deadlineMs: 300, maxReplyBytes: 0 };
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

describe('an HTTP sender', () => {
  it('sends the plan, its signature and the trace', async () => {
    const received: {
      method?: string | undefined;
      url?: string | undefined;
      headers: object;
      body: string;
    }[] = [];
    const url = await serve(async (request, response) => {
      const { method, url: path, headers } = request;
      received.push({ method, url: path, headers, body: await bodyOf(request) });
      response.writeHead(202).end();
    });
    const signing = { algorithm: 'hmac-sha1', header: 'x-signature', secret: 'key', text: 'é' } as const;
    const headers = { 'content-type': 'application/json', 'idempotency-key': 'message-1' };
    const plan: RequestPlan = { method: 'PUT', url: `${url}/hook?a=1`, headers, body: '{"é":1}', signing };
    const reply = await aSender().send(plan, limits, 'trace-1');
    expect(reply).toMatchObject({ kind: 'response', status: 202, body: '' });
    expect(received).toMatchObject([
      {
        method: 'PUT',
        url: '/hook?a=1',
        headers: {
          ...headers,
          'content-length': '8',
          traceparent: 'trace-1',
          'x-signature': 'd1c10ad1b934c1cc819364a310fc916094f11304',
        },
        body: '{"é":1}',
      },
    ]);
  });

  it('gives retry-after and as much of the body as is asked for', async () => {
    const url = await serve((_, response) => {
      response.writeHead(503, { 'retry-after': '7' }).end('x'.repeat(1_000));
    });
    const reply = await aSender().send(aPlan(url), { ...limits, maxReplyBytes: 10 }, undefined);
    expect(reply).toMatchObject({ kind: 'response', status: 503, retryAfter: '7', body: 'xxxxxxxxxx' });
  });

  it('gives up at the deadline when nothing comes back', async () => {
    const url = await serve(() => {});
    const startedAt = performance.now();
    expect(await aSender().send(aPlan(url), limits, undefined)).toEqual({
      kind: 'failure',
      code: 'timed-out',
    });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('takes the status that came when the body does not end by the deadline', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('x');
    });
    expect(await aSender().send(aPlan(url), limits, undefined)).toMatchObject({
      kind: 'response',
      status: 200,
    });
  });

  it('breaks off a body that is too long', async () => {
    let sent = 0;
    const url = await serve((_, response) => {
      response.writeHead(200);
      const more = (): void => {
        sent += 100_000;
        if (sent < 50_000_000 && response.write('x'.repeat(100_000))) setImmediate(more);
      };
      response.on('drain', more);
      more();
    });
    const reply = await aSender().send(aPlan(url), { ...limits, deadlineMs: 5_000 }, undefined);
    expect(reply).toMatchObject({ kind: 'response', status: 200, body: '' });
    expect(sent).toBeLessThan(50_000_000);
  });

  it.each([
    ['connection-reset', (socket: Socket) => void socket.resetAndDestroy()],
    ['connection-reset', (socket: Socket) => void socket.end()],
    ['reply-malformed', (socket: Socket) => void socket.end('SSH-2.0-OpenSSH_9.6\r\n\r\n')],
  ])('reports %s', async (code, answer) => {
    const url = await serveSockets(answer);
    expect(await aSender().send(aPlan(url), limits, undefined)).toEqual({ kind: 'failure', code });
  });

  it('reports that nobody listens, and that a name is unknown', async () => {
    const sender = aSender();
    expect(await sender.send(aPlan('http://127.0.0.1:1'), limits, undefined)).toMatchObject({
      code: 'connection-refused',
    });
    const unknown = await sender.send(
      aPlan('http://nowhere.invalid'),
      { ...limits, deadlineMs: 5_000 },
      undefined,
    );
    expect(unknown).toMatchObject({ code: 'name-not-resolved' });
  });

  it('reuses its connections and opens no more than its bound', async () => {
    const sockets = new Set<Socket>();
    let atOnce = 0;
    let most = 0;
    const url = await serve((request, response) => {
      sockets.add(request.socket);
      most = Math.max(most, ++atOnce);
      setTimeout(() => {
        atOnce -= 1;
        response.end();
      }, 5);
    });
    const sender = aSender(3);
    const send = () => sender.send(aPlan(url), { ...limits, deadlineMs: 5_000 }, undefined);
    await Promise.all(Array.from({ length: 30 }, send));
    expect(most).toBe(3);
    expect(sockets.size).toBe(3);
  });

  it('settles what is under way when it closes', async () => {
    const url = await serve(() => {});
    const sender = createHttpSender({ connections: 1 });
    const sent = sender.send(aPlan(url), { ...limits, deadlineMs: 60_000 }, undefined);
    setTimeout(() => void sender.close(), 20);
    expect(await sent).toMatchObject({ kind: 'failure' });
  });
});

function aPlan(url: string): RequestPlan {
  return { method: 'POST', url, headers: { 'content-type': 'application/json' }, body: '{}' };
}

function aSender(connections = 4): HttpSender {
  const sender = createHttpSender({ connections });
  closers.push(() => sender.close());
  return sender;
}

async function serve(
  handle: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<string> {
  const server = createServer((request, response) => {
    handle(request, response);
  });
  return listen(server, () => server.closeAllConnections());
}

async function serveSockets(answer: (socket: Socket) => void): Promise<string> {
  const server = createSocketServer(socket => {
    socket.on('error', () => {});
    socket.once('data', () => answer(socket));
  });
  return listen(server, () => {});
}

async function listen(server: Server | SocketServer, breakOff: () => void): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(async () => {
    breakOff();
    await new Promise<void>(resolve => server.close(() => resolve()));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
