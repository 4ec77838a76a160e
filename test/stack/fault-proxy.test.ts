import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';

let server: Server;
let target: string;
let seen: string[] = [];
let proxy: FaultProxy;

beforeAll(async () => {
  server = createServer((request, response) => {
    void text(request).then(body => {
      seen.push(`${request.method} ${request.url} ${request.headers.host} ${body}`);
      response.writeHead(202, { 'x-of-the-server': 'yes' }).end(`had ${body}`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});
beforeEach(async () => {
  seen = [];
  proxy = await startFaultProxy(target);
});
afterEach(() => proxy.close());

const post = (body: string, path = '/v1/batch?a=b'): Promise<Response> =>
  fetch(`${proxy.url}${path}`, { method: 'POST', body });

describe('a proxy that fails as it is told', () => {
  it('passes a request and its answer as they are, and remembers both', async () => {
    const reply = await post('grüße');

    expect(reply.status).toBe(202);
    expect(reply.headers.get('x-of-the-server')).toBe('yes');
    expect(await reply.text()).toBe('had grüße');
    expect(seen).toEqual([`POST /v1/batch?a=b ${new URL(proxy.url).host} grüße`]);
    expect(proxy.exchanges()).toMatchObject([
      { method: 'POST', path: '/v1/batch?a=b', status: 202, fault: undefined },
    ]);
    expect(proxy.exchanges()[0]?.body.toString()).toBe('grüße');
  });

  it('answers for the server as often as it is told, one fault after the other', async () => {
    proxy.fail({ kind: 'answer', status: 429, headers: { 'retry-after': '2' } });
    proxy.fail({ kind: 'answer', status: 500 }, { times: 2 });

    const replies = [await post('1'), await post('2'), await post('3'), await post('4')];

    expect(replies.map(({ status }) => status)).toEqual([429, 500, 500, 202]);
    expect(replies[0]?.headers.get('retry-after')).toBe('2');
    expect(seen).toHaveLength(1);
  });

  it('lets a page of another origin read its answers, and lets preflights through', async () => {
    proxy.fail({ kind: 'answer', status: 429, headers: { 'retry-after': '2' } });
    const origin = 'http://shop.example';

    const preflight = await fetch(proxy.url, { method: 'OPTIONS', headers: { origin } });
    const reply = await fetch(proxy.url, { method: 'POST', headers: { origin } });

    expect(preflight.status).toBe(202);
    expect(reply.status).toBe(429);
    expect(reply.headers.get('access-control-allow-origin')).toBe(origin);
    expect(reply.headers.get('access-control-expose-headers')).toBe('retry-after');
  });

  it('resets a connection before the server has seen the request', async () => {
    proxy.fail({ kind: 'reset', when: 'before' });
    await expect(post('lost')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(seen).toEqual([]);
    expect((await post('again')).status).toBe(202);
  });

  it('resets a connection after the server has answered, so that the client cannot know', async () => {
    proxy.fail({ kind: 'reset', when: 'after' });
    await expect(post('kept')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(seen).toHaveLength(1);
    expect(proxy.exchanges()).toMatchObject([{ status: undefined }]);
  });

  it('resets a connection when the server is not there', async () => {
    const lonely = await startFaultProxy('http://127.0.0.1:1');
    await expect(fetch(lonely.url)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
    await lonely.close();
  });

  it('fails only the requests it is told of, until it is told to recover', async () => {
    proxy.fail({ kind: 'answer', status: 503 }, { times: 9, concerns: ({ path }) => path === '/v1/t' });

    expect((await post('1', '/v1/i')).status).toBe(202);
    expect((await post('2', '/v1/t')).status).toBe(503);
    proxy.recover();
    expect((await post('3', '/v1/t')).status).toBe(202);
  });

  it('delays a request and then passes it', async () => {
    proxy.fail({ kind: 'delay', delayMs: 30 });
    const startedAt = performance.now();
    expect((await post('late')).status).toBe(202);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(29);
  });
});
