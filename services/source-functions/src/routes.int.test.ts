import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import { afterEach, describe, expect, it } from '@jest/globals';
import { silentTelemetry } from '@millrace/telemetry';
import { A_TIME } from '@millrace/testing';

import { SOURCE_ID } from './fixtures/functions.ts';
import { limits } from './limits.ts';
import { replies, type Reply } from './replies.ts';
import { createRoutes, type Service } from './routes.ts';
import type { Target } from './targets.ts';
import { createFacts } from './telemetry.ts';
import type { Webhook } from './webhook.ts';

let server: Server | undefined;
afterEach(async () => {
  if (server === undefined) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
  server = undefined;
});

const targets: Readonly<Record<string, Target>> = {
  'function-key': { kind: 'function', sourceId: SOURCE_ID, functionId: 'fun_billing' },
  'webhook-key': { kind: 'event', sourceId: SOURCE_ID, rules: { eventName: 'Webhook Received' } },
  'web-key': { kind: 'refused', reply: 'notAWebhook' },
};

type Options = {
  readonly reply?: (webhook: Webhook) => Reply | Promise<Reply>;
  readonly maxRequests?: number;
  readonly publicUrl?: string;
  readonly isStarted?: boolean;
};

/** Serves; `received` are the requests that came through. */
async function serve({
  reply = () => replies.accepted,
  maxRequests = 10,
  publicUrl,
  isStarted = true,
}: Options) {
  const received: Webhook[] = [];
  const service: Service = {
    targets: { find: key => targets[key] ?? { kind: 'refused', reply: 'unknownWriteKey' } },
    receive: webhook => {
      received.push(webhook);
      return Promise.resolve(reply(webhook));
    },
  };
  server = createServer(
    createRoutes({
      service: () => (isStarted ? service : undefined),
      maxRequests,
      publicUrl,
      now: () => A_TIME,
      newId: () => 'invocation-1',
      facts: createFacts(silentTelemetry),
      log: silentTelemetry.log,
    }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { received, port, url: `http://127.0.0.1:${port}` };
}

const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;

describe('the HTTP surface', () => {
  it('hands on the request as it came, whatever stands behind the key', async () => {
    const { url, received } = await serve({});
    const response = await fetch(`${url}/webhooks/function-key/eu/orders?shop=1`, {
      method: 'PUT',
      headers: { 'Content-Type': 'text/plain', 'X-Signed': 'yes' },
      body: '{"ä":1}',
    });
    expect([response.status, await response.json()]).toEqual([200, { success: true }]);
    expect(received).toMatchObject([
      {
        invocationId: 'invocation-1',
        receivedAt: A_TIME,
        method: 'PUT',
        url: `${url}/webhooks/function-key/eu/orders?shop=1`,
        body: '{"ä":1}',
      },
    ]);
    const byName = Object.fromEntries(received[0]?.headers.map(({ name, value }) => [name, value]) ?? []);
    expect(byName).toMatchObject({ 'Content-Type': 'text/plain', 'X-Signed': 'yes' });
  });

  it('shows functions the address that senders know', async () => {
    const { url, received } = await serve({ publicUrl: 'https://hooks.example.com/' });
    await fetch(`${url}/webhooks/function-key`, { method: 'POST' });
    expect(received[0]?.url).toBe('https://hooks.example.com/webhooks/function-key');
  });

  it.each(['GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'OPTIONS'])('takes %s', async method => {
    const { url, received } = await serve({});
    expect((await fetch(`${url}/webhooks/function-key?challenge=1`, { method })).status).toBe(200);
    expect(received).toMatchObject([{ method, body: '' }]);
  });

  it.each([
    ['/webhooks/other-key', 404, 'unknown-write-key'],
    ['/webhooks/web-key', 403, 'not-a-webhook'],
    ['/elsewhere', 404, 'not-found'],
  ])('refuses %s with %s', async (path, status, code) => {
    const { url, received } = await serve({});
    const response = await fetch(`${url}${path}`, { method: 'POST', body: '{}' });
    expect([response.status, await codeOf(response)]).toEqual([status, code]);
    expect(received).toEqual([]);
  });

  it.each([
    ['function-key', limits.functionBodyBytes],
    ['webhook-key', limits.webhookBodyBytes],
  ])('takes a body up to the bound of %s and says 413 past it', async (key, bytes) => {
    const { url, received } = await serve({});
    const post = (body: string) => fetch(`${url}/webhooks/${key}`, { method: 'POST', body });
    expect((await post('x'.repeat(bytes))).status).toBe(200);
    expect((await post('x'.repeat(bytes + 1))).status).toBe(413);
    expect(received).toHaveLength(1);
  });

  it('lets a sender of far too much see the reply, and cuts it off', async () => {
    const { port } = await serve({});
    const request = httpRequest({ port, path: '/webhooks/function-key', method: 'POST' });
    request.on('error', () => undefined);
    request.setHeader('content-length', 100 * 1024 * 1024);
    request.write('x'.repeat(64 * 1024));
    const [response] = (await once(request, 'response')) as [{ statusCode: number }];
    expect(response.statusCode).toBe(413);
    request.destroy();
  });

  it.each([
    ['no UTF-8', { body: Buffer.from([0x7b, 0xff]) }, 400, 'invalid-utf-8'],
    ['an unknown encoding', { body: '{}', headers: { 'content-encoding': 'zip' } }, 415, 'unknown-encoding'],
    [
      'another encoding than it says',
      { body: '{}', headers: { 'content-encoding': 'gzip' } },
      400,
      'invalid-encoding',
    ],
  ])('refuses a body in %s', async (_what, init, status, code) => {
    const { url } = await serve({});
    const response = await fetch(`${url}/webhooks/function-key`, { method: 'POST', ...init });
    expect([response.status, await codeOf(response)]).toEqual([status, code]);
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['BR', brotliCompressSync],
  ])('takes a body in %s, within the bound of what it becomes', async (encoding, compressed) => {
    const { url, received } = await serve({});
    const post = (text: string) =>
      fetch(`${url}/webhooks/webhook-key`, {
        method: 'POST',
        body: compressed(text),
        headers: { 'content-encoding': encoding },
      });
    expect((await post('{"a":"é"}')).status).toBe(200);
    expect(received).toMatchObject([{ body: '{"a":"é"}' }]);
    expect((await post(' '.repeat(limits.webhookBodyBytes))).status).toBe(200);
    expect((await post(' '.repeat(limits.webhookBodyBytes + 1))).status).toBe(413);
  });

  it('gives the response of a function as it is', async () => {
    const custom = { status: 418, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'té' };
    const { url } = await serve({ reply: () => custom });
    const response = await fetch(`${url}/webhooks/function-key`, { method: 'POST' });
    expect([response.status, await response.text(), response.headers.get('content-length')]).toEqual([
      418,
      'té',
      '3',
    ]);
  });

  it('sends no body with 204', async () => {
    const { url } = await serve({ reply: () => ({ status: 204, headers: {}, body: 'nothing' }) });
    const response = await fetch(`${url}/webhooks/function-key`, { method: 'POST' });
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  it('refuses what it has no room for, and takes more once there is', async () => {
    const held = Promise.withResolvers<Reply>();
    const { url, received } = await serve({ maxRequests: 1, reply: () => held.promise });
    const post = () => fetch(`${url}/webhooks/function-key`, { method: 'POST', body: '{}' });
    const first = post();
    while (received.length === 0) await new Promise(setImmediate);
    const second = await post();
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '1']);
    held.resolve(replies.accepted);
    expect((await first).status).toBe(200);
    expect((await post()).status).toBe(200);
  });

  it('gives a place back when the sender goes away', async () => {
    const { url, port } = await serve({ maxRequests: 1 });
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write('POST /webhooks/function-key HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{');
    const post = () => fetch(`${url}/webhooks/function-key`, { method: 'POST', body: '{}' });
    while ((await post()).status === 200);
    socket.destroy();
    while ((await post()).status !== 200);
  });

  it('says that it is starting, and survives what goes wrong', async () => {
    const { url } = await serve({ isStarted: false });
    expect((await fetch(`${url}/webhooks/function-key`)).status).toBe(503);
    server?.close();
    const failing = await serve({ reply: () => Promise.reject(new Error('a bug')) });
    expect((await fetch(`${failing.url}/webhooks/function-key`)).status).toBe(500);
  });
});
