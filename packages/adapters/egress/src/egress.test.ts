import type { lookup } from 'node:dns';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import { afterEach, describe, expect, it } from '@jest/globals';

import { createEgress, type EgressSettings, type OutboundReply, type OutboundRequest } from './index.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(closeAll);

async function closeAll(): Promise<void> {
  await Promise.all(closers.splice(0).map(close => close()));
}

async function serve(
  listener: RequestListener,
): Promise<{ readonly port: number; readonly seen: IncomingMessage[] }> {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    listener(request, response);
  });
  return { port: await listen(server), seen };
}

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', socket => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
    return Promise.resolve();
  });
  return (server.address() as AddressInfo).port;
}

function fetchWith(settings: EgressSettings = {}) {
  const egress = createEgress(settings);
  closers.push(() => egress.close());
  return (
    request: Partial<OutboundRequest> & { readonly url: string },
    signal?: AbortSignal,
  ): Promise<OutboundReply> => egress.fetch({ method: 'GET', headers: [], ...request }, signal);
}

/** The loopback is allowed here: it is where the servers are. */
const local = { allowedNetworks: ['127.0.0.1/32'] };

const codeOf = (reply: OutboundReply): string =>
  reply.kind === 'failure' ? reply.code : `status ${reply.status}`;
const textOf = (reply: OutboundReply): string =>
  reply.kind === 'response' ? Buffer.from(reply.body).toString() : reply.code;

/** A resolver that answers each question with the next of these. */
function resolver(...answers: readonly string[]): typeof lookup {
  let asked = 0;
  const resolve = (
    _host: string,
    _options: unknown,
    callback: (error: null, found: unknown) => void,
  ): void => {
    const address = answers[Math.min(asked++, answers.length - 1)] ?? '';
    callback(null, [{ address, family: address.includes(':') ? 6 : 4 }]);
  };
  return resolve as unknown as typeof lookup;
}

describe('what may be reached', () => {
  it.each([
    '127.0.0.1',
    'localhost',
    '127.1',
    '0x7f.0.0.1',
    '2130706433',
    '0177.0.0.1',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::1]',
    '0',
    '0.0.0.0',
    '[::]',
    '127.0.0.1.',
    '①②⑦.⓪.⓪.①',
  ])('is not this machine, as %s', async host => {
    const { port, seen } = await serve((_request, response) => response.end());
    expect(codeOf(await fetchWith()({ url: `http://${host}:${port}/` }))).toBe('address-refused');
    expect(seen).toEqual([]);
  });

  it.each(['127.0.0.1', '10.1.2.3', '169.254.169.254', '::1', '::ffff:127.0.0.1', 'fd00::1'])(
    'is not a name that stands for %s',
    async address => {
      const fetch = fetchWith({ resolve: resolver(address) });
      expect(codeOf(await fetch({ url: 'http://harmless.example/' }))).toBe('address-refused');
    },
  );

  it('is judged at the connection: a name that answers otherwise the second time gains nothing', async () => {
    const { port, seen } = await serve((_request, response) =>
      response.writeHead(200, { connection: 'close' }).end(),
    );
    const fetch = fetchWith({ ...local, resolve: resolver('127.0.0.1', '127.0.0.2') });
    const url = `http://rebinding.example:${port}/`;
    expect([codeOf(await fetch({ url })), codeOf(await fetch({ url }))]).toEqual([
      'status 200',
      'address-refused',
    ]);
    expect(seen).toHaveLength(1);
  });

  it('is judged for every redirect', async () => {
    const inner = await serve((_request, response) => response.end('secret'));
    const { port } = await serve((_request, response) =>
      response.writeHead(302, { location: `http://127.0.0.2:${inner.port}/` }).end(),
    );
    expect(codeOf(await fetchWith(local)({ url: `http://127.0.0.1:${port}/` }))).toBe('address-refused');
    expect(inner.seen).toEqual([]);
  });

  it('includes the networks that are allowed', async () => {
    const { port } = await serve((_request, response) => response.end('here'));
    expect(textOf(await fetchWith(local)({ url: `http://localhost:${port}/` }))).toBe('here');
  });

  it('is said to be unknown where a name is', async () => {
    expect(codeOf(await fetchWith()({ url: 'http://nobody.invalid/' }))).toBe('name-unknown');
  });
});

describe('a request', () => {
  it('arrives as it was written', async () => {
    const bodies: string[] = [];
    const { port, seen } = await serve((request, response) => {
      request
        .setEncoding('latin1')
        .on('data', (chunk: string) => bodies.push(chunk))
        .on('end', () => response.end('ok'));
    });
    const url = `http://127.0.0.1:${port}/a%20b?c=d`;
    await fetchWith(local)({
      url,
      method: 'put',
      headers: [
        ['X-A', '1'],
        ['Host', 'evil.example'],
      ],
      body: Uint8Array.of(0, 255),
    });
    expect([seen[0]?.method, seen[0]?.url, seen[0]?.headers['x-a'], seen[0]?.headers.host]).toEqual([
      'PUT',
      '/a%20b?c=d',
      '1',
      `127.0.0.1:${port}`,
    ]);
    expect(bodies.join('')).toBe('\0\xff');
  });

  it('follows so many redirects and no more, or none where it is told so', async () => {
    const { port } = await serve((request, response) => {
      const step = Number(request.url?.slice(1));
      if (step === 0) response.end('there');
      else response.writeHead(302, { location: `/${step - 1}` }).end('on');
    });
    const fetch = fetchWith({ ...local, maxRedirects: 3 });
    const at = (step: number): string => `http://127.0.0.1:${port}/${step}`;
    expect(await fetch({ url: at(3) })).toMatchObject({ status: 200, url: at(0), redirected: true });
    expect(codeOf(await fetch({ url: at(4) }))).toBe('too-many-redirects');
    expect(codeOf(await fetch({ url: at(1), redirect: 'error' }))).toBe('too-many-redirects');
    expect(await fetch({ url: at(1), redirect: 'manual' })).toMatchObject({ status: 302, redirected: false });
  });
});

describe('a reply', () => {
  it.each([
    ['gzip', gzipSync('text')],
    ['deflate', deflateSync('text')],
    ['br', brotliCompressSync('text')],
    ['identity', Buffer.from('text')],
  ])('is read whether it is %s', async (encoding, body) => {
    const { port } = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(body),
    );
    const reply = await fetchWith(local)({ url: `http://127.0.0.1:${port}/` });
    expect(textOf(reply)).toBe('text');
  });

  it.each([
    [
      'long',
      (response: Parameters<RequestListener>[1]) => response.end(Buffer.alloc(2_000)),
      'reply-too-large',
    ],
    [
      'without an end',
      (response: Parameters<RequestListener>[1]) => {
        const timer = setInterval(() => response.write(Buffer.alloc(500)), 1);
        response.on('close', () => clearInterval(timer));
      },
      'reply-too-large',
    ],
    [
      'small and inflates without measure',
      (response: Parameters<RequestListener>[1]) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000))),
      'reply-too-large',
    ],
    [
      'not what it says',
      (response: Parameters<RequestListener>[1]) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end('text'),
      'reply-malformed',
    ],
    [
      'in an encoding nobody asked for',
      (response: Parameters<RequestListener>[1]) =>
        response.writeHead(200, { 'content-encoding': 'constructor' }).end('text'),
      'reply-malformed',
    ],
    [
      'with endless headers',
      (response: Parameters<RequestListener>[1]) => response.writeHead(200, { a: 'x'.repeat(20_000) }).end(),
      'reply-malformed',
    ],
    [
      'cut off',
      (response: Parameters<RequestListener>[1]) => {
        response.writeHead(200, { 'content-length': '10' }).write('a');
        setTimeout(() => response.destroy(), 20);
      },
      'connection-failed',
    ],
  ] as const)('that is %s is given up', async (_name, answer, code) => {
    const { port } = await serve((_request, response) => void answer(response));
    expect(
      codeOf(await fetchWith({ ...local, maxReplyBytes: 1_000 })({ url: `http://127.0.0.1:${port}/` })),
    ).toBe(code);
  });

  it.each([
    ['never comes', () => undefined],
    [
      'comes a byte at a time',
      (socket: Socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n');
        const timer = setInterval(() => socket.write('x'), 20);
        socket.on('close', () => clearInterval(timer));
      },
    ],
  ])('that %s is waited for until the deadline', async (_name, answer) => {
    const port = await listen(
      createTcpServer(socket => {
        socket.on('error', () => undefined);
        answer(socket);
      }),
    );
    const startedAt = performance.now();
    expect(codeOf(await fetchWith({ ...local, timeoutMs: 150 })({ url: `http://127.0.0.1:${port}/` }))).toBe(
      'timed-out',
    );
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('that is no HTTP is malformed', async () => {
    const port = await listen(
      createTcpServer(socket => {
        socket.on('error', () => undefined).end('SSH-2.0-x\r\n');
      }),
    );
    expect(codeOf(await fetchWith(local)({ url: `http://127.0.0.1:${port}/` }))).toBe('reply-malformed');
  });
});

describe('a fetch', () => {
  it('is given up when it is aborted, before and under way', async () => {
    const { port } = await serve(() => undefined);
    const fetch = fetchWith(local);
    const url = `http://127.0.0.1:${port}/`;
    expect(codeOf(await fetch({ url }, AbortSignal.abort()))).toBe('aborted');
    const aborting = new AbortController();
    const reply = fetch({ url }, aborting.signal);
    setTimeout(() => aborting.abort(), 30);
    expect(codeOf(await reply)).toBe('aborted');
  });

  it('is refused past the bound of those under way, and taken again below it', async () => {
    const { port } = await serve((_request, response) => setTimeout(() => response.end(), 50));
    const fetch = fetchWith({ ...local, maxRequests: 1 });
    const url = `http://127.0.0.1:${port}/`;
    expect((await Promise.all([fetch({ url }), fetch({ url })])).map(codeOf)).toEqual([
      'status 200',
      'overloaded',
    ]);
    expect(codeOf(await fetch({ url }))).toBe('status 200');
  });

  it('says that nobody listens', async () => {
    const port = await listen(createTcpServer());
    await closeAll();
    expect(codeOf(await fetchWith(local)({ url: `http://127.0.0.1:${port}/` }))).toBe('connection-failed');
  });
});
