import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from '@jest/globals';
import { ConfigError } from '@millrace/errors';

import { startHttpServer, type HttpServer } from './http-server.ts';

const settings = {
  host: '127.0.0.1',
  port: 0,
  maxConnections: 10,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 10_000,
  idleTimeoutMs: 10_000,
  keepAliveTimeoutMs: 10_000,
  drainTimeoutMs: 10_000,
};

let server: HttpServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

describe('a server', () => {
  it('answers, and closes idle connections when it closes', async () => {
    server = await startHttpServer((_, response) => void response.end('hello'), settings);
    const response = await fetch(`http://127.0.0.1:${server.port}`);
    expect(await response.text()).toBe('hello');
    await server.close();
    await expect(fetch(`http://127.0.0.1:${server.port}`)).rejects.toThrow();
    server = undefined;
  });

  it('finishes what is under way when it closes', async () => {
    const arrived = Promise.withResolvers<() => void>();
    server = await startHttpServer(
      (_, response) => arrived.resolve(() => void response.end('done')),
      settings,
    );
    const reply = fetch(`http://127.0.0.1:${server.port}`);
    const finish = await arrived.promise;
    const closed = server.close();
    server = undefined;
    finish();
    expect(await (await reply).text()).toBe('done');
    await closed;
  });

  it('ends what does not end by itself', async () => {
    const impatient = { ...settings, drainTimeoutMs: 1 };
    const arrived = Promise.withResolvers<true>();
    server = await startHttpServer(() => arrived.resolve(true), impatient);
    const reply = fetch(`http://127.0.0.1:${server.port}`);
    await arrived.promise;
    await server.close();
    server = undefined;
    await expect(reply).rejects.toThrow();
  });

  it('cuts off a client that says nothing and takes nothing', async () => {
    const settled = { ...settings, idleTimeoutMs: 50 };
    server = await startHttpServer(request => void request.resume(), settled);
    const socket = connect(server.port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{');
    await once(socket, 'close');
  });

  it('takes no more connections than it may', async () => {
    server = await startHttpServer((_, response) => void response.end(), { ...settings, maxConnections: 1 });
    const first = connect(server.port, '127.0.0.1');
    await once(first, 'connect');
    const second = connect(server.port, '127.0.0.1');
    await once(second, 'close');
    first.destroy();
    await once(first, 'close');
  });

  it('says what to do where the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(startHttpServer(() => undefined, { ...settings, port })).rejects.toThrow(ConfigError);
    other.close();
  });
});
