import { once } from 'node:events';
import { gzipSync } from 'node:zlib';

import { afterEach, describe, expect, it } from '@jest/globals';
import { BugError, TransientError } from '@millrace/errors';

import { aGateway, stopGateways } from './fakes/a-gateway.ts';

afterEach(stopGateways);

function head(length: number, more = ''): string {
  return `POST /v1/track HTTP/1.1\r\nhost: x\r\nauthorization: Basic a2V5Og==\r\ncontent-length: ${length}\r\n${more}\r\n`;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setTimeout(resolve, 5));
}

describe('the tracking API', () => {
  it.each(['track', 'identify', 'page', 'screen', 'group', 'alias'])('takes a %s call', async type => {
    const { post, stored } = await aGateway();
    const reply = await post(`/v1/${type}`, '{"userId":"u","messageId":"m"}');
    expect(reply.status).toBe(200);
    expect(await reply.json()).toEqual({ success: true });
    expect(stored).toMatchObject([{ type, userId: 'u', messageId: 'm', sourceId: 'src_1' }]);
  });

  it('takes a batch, and gives all of it one time of receipt', async () => {
    const { post, stored } = await aGateway();
    const reply = await post(
      '/v1/batch',
      '{"batch":[{"type":"track","userId":"u"},{"type":"page","userId":"u"}]}',
    );
    expect(reply.status).toBe(200);
    expect(stored.map(({ type }) => type)).toEqual(['track', 'page']);
    expect(new Set(stored.map(({ receivedAt }) => receivedAt)).size).toBe(1);
  });

  it('takes a batch whose events alone have the 500 KB that a library may fill', async () => {
    const { post, stored } = await aGateway();
    const event = { type: 'track', userId: 'u', properties: { note: '' } };
    event.properties.note = 'x'.repeat(1023 - JSON.stringify(event).length);
    const batch = Array.from({ length: 500 }, () => event);
    const reply = await post('/v1/batch', JSON.stringify({ batch, context: { note: 'x'.repeat(2000) } }));
    expect(reply.status).toBe(200);
    expect(stored).toHaveLength(500);
    expect(stored[0]?.refusal).toBeNull();
  });

  it('takes the write key from the body, and JSON under any content type', async () => {
    const { url, stored } = await aGateway();
    const reply = await fetch(`${url}/v1/track`, { method: 'POST', body: '{"writeKey":"web","userId":"u"}' });
    expect(reply.status).toBe(200);
    expect(JSON.parse(stored[0]?.context ?? '')).toMatchObject({ ip: '127.0.0.1' });
  });

  it('carries on the trace of a client and starts one where there is none', async () => {
    const { post, headers } = await aGateway();
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await post('/v1/track', '{"event":"E","userId":"u"}', { traceparent });
    await post('/v1/identify', '{"userId":"u"}', { traceparent: 'nonsense' });
    expect(headers[0]).toEqual({ traceparent, 'source-id': 'src_1', type: 'track', event: 'E' });
    expect(headers[1]?.['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/);
    expect(headers[1]).not.toHaveProperty('event');
  });

  it.each([
    ['no JSON', '/v1/track', '{"a":', {}, 400, 'invalid-json'],
    ['nothing', '/v1/track', '', {}, 400, 'invalid-json'],
    ['a list', '/v1/track', '[]', {}, 400, 'invalid-json'],
    ['invalid UTF-8', '/v1/track', Buffer.from([0x22, 0xff, 0x22]), {}, 400, 'invalid-utf-8'],
    [
      'a single event over 32 KB',
      '/v1/track',
      JSON.stringify({ e: 'x'.repeat(33_000) }),
      {},
      400,
      'too-large',
    ],
    [
      'a batch over 500 KB and what may be around it',
      '/v1/batch',
      JSON.stringify({ batch: ['x'.repeat(521_000)] }),
      {},
      400,
      'too-large',
    ],
    [
      'an inflated body over 32 KB',
      '/v1/track',
      gzipSync(Buffer.alloc(40_000, ' ')),
      { 'content-encoding': 'gzip' },
      400,
      'too-large',
    ],
    ['wrong gzip', '/v1/track', '{}', { 'content-encoding': 'gzip' }, 400, 'invalid-encoding'],
    ['an unknown encoding', '/v1/track', '{}', { 'content-encoding': 'zip' }, 400, 'unknown-encoding'],
    ['deep nesting', '/v1/track', `{"a":${'['.repeat(9000)}${']'.repeat(9000)}}`, {}, 400, 'too-deep'],
    [
      'an unknown write key',
      '/v1/track',
      '{}',
      { authorization: 'Basic bm9uZTo=' },
      401,
      'unknown-write-key',
    ],
    ['no write key', '/v1/track', '{}', { authorization: '' }, 401, 'no-write-key'],
    ['an unknown path', '/v1/nothing', '{}', {}, 404, 'not-found'],
    ['a path that cannot be decoded', '/v1/%E0%A4%A', '{}', {}, 404, 'not-found'],
  ])('answers %s with its status and a reason', async (_what, path, body, headers, status, code) => {
    const { post, stored, inFlight } = await aGateway();
    const reply = await post(path, body, headers);
    expect(reply.status).toBe(status);
    expect(await reply.json()).toMatchObject({ success: false, code, message: expect.any(String) });
    expect(stored).toEqual([]);
    expect(inFlight.bytes).toBe(0);
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH'])('does not take %s', async method => {
    const { url } = await aGateway();
    const reply = await fetch(`${url}/v1/track`, { method });
    expect(reply.status).toBe(405);
    expect(reply.headers.get('allow')).toBe('OPTIONS, POST');
  });

  it('takes a gzipped body whatever its content type says', async () => {
    const { post, stored } = await aGateway();
    const reply = await post('/v1/batch', gzipSync('{"batch":[{"type":"track"}]}'), {
      'content-encoding': 'gzip',
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(reply.status).toBe(200);
    expect(stored).toHaveLength(1);
  });

  it('takes an event that starts with a byte order mark', async () => {
    const { post, stored } = await aGateway();
    expect((await post('/v1/track', '\ufeff{"userId":"u"}')).status).toBe(200);
    expect(stored[0]?.original).toBe('{"userId":"u"}');
  });
});

describe('an acknowledgement', () => {
  it('waits until all events of the request are stored', async () => {
    const { promise: isStored, resolve: finish } = Promise.withResolvers<undefined>();
    const { post, inFlight } = await aGateway({ store: () => isStored });
    let isAnswered = false;
    const reply = post('/v1/track', '{}').finally(() => (isAnswered = true));
    await until(() => inFlight.requests === 1);
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(isAnswered).toBe(false);
    finish(undefined);
    expect((await reply).status).toBe(200);
  });
});

describe('when events cannot be stored', () => {
  const failing = (error: Error) => aGateway({ store: () => Promise.reject(error) });

  it('it says 503 and when to come back', async () => {
    const { post } = await failing(new TransientError('broker-unavailable', 'away'));
    const reply = await post('/v1/track', '{}');
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '1']);
  });

  it('it says 429 when too much waits already', async () => {
    const { post } = await failing(new TransientError('overloaded', 'full'));
    const reply = await post('/v1/track', '{}');
    expect([reply.status, reply.headers.get('retry-after'), reply.headers.get('x-ratelimit-reset')]).toEqual([
      429,
      '1',
      '1',
    ]);
  });

  it('it says 500 on a bug, and lives on', async () => {
    const { post } = await failing(new BugError('unexpected-error', 'bug'));
    expect((await post('/v1/track', '{}')).status).toBe(500);
    expect((await post('/v1/track', '{}')).status).toBe(500);
  });
});

describe('overload', () => {
  it('is refused with 429 before it takes memory, and over when requests are done', async () => {
    const { promise: isStored, resolve: finish } = Promise.withResolvers<undefined>();
    const { post, inFlight } = await aGateway({ maxBytes: 30_000, store: () => isStored });
    const body = JSON.stringify({ userId: 'x'.repeat(10_000) });
    const first = post('/v1/track', body);
    const second = post('/v1/track', body);
    await until(() => inFlight.bytes > 28_000);
    expect((await post('/v1/track', body)).status).toBe(429);
    finish(undefined);
    expect((await first).status).toBe(200);
    expect((await second).status).toBe(200);
    expect((await post('/v1/track', body)).status).toBe(200);
    expect(inFlight.bytes).toBe(0);
  });
});

describe('odd clients', () => {
  it('that close their side after sending get their reply', async () => {
    const { open, stored } = await aGateway();
    const { socket, received } = await open();
    socket.end(`${head(14)}{"userId":"u"}`);
    await until(() => received().includes('{"success":true}'));
    expect(stored).toHaveLength(1);
  });

  it('that leave in the middle of a body leave nothing behind', async () => {
    const { open, stored, inFlight } = await aGateway();
    const { socket } = await open();
    socket.write(`${head(1000)}{"userId":`);
    await until(() => inFlight.requests === 1);
    socket.destroy();
    await until(() => inFlight.requests === 0);
    expect(inFlight.bytes).toBe(0);
    expect(stored).toEqual([]);
  });

  it('that send their body too slowly are cut off', async () => {
    const { open, inFlight } = await aGateway();
    const { socket, received } = await open();
    socket.write(`${head(1000)}{`);
    await once(socket, 'end');
    expect(received()).toContain('408');
    expect(inFlight.bytes).toBe(0);
  });

  it('that ask before they send are told to go on', async () => {
    const { open, stored } = await aGateway();
    const { socket, received } = await open();
    socket.write(head(14, 'expect: 100-continue\r\n'));
    await until(() => received().includes('100 Continue'));
    socket.write('{"userId":"u"}');
    await until(() => received().includes('{"success":true}'));
    expect(stored).toHaveLength(1);
  });

  it('that ask to send too much are told not to', async () => {
    const { open } = await aGateway();
    const { socket, received } = await open();
    socket.write(head(1_000_000, 'expect: 100-continue\r\n'));
    await until(() => received().includes('too-large'));
    expect(received()).not.toContain('100 Continue');
  });

  it('that send too much without saying so beforehand get to read why', async () => {
    const { open, stored, inFlight } = await aGateway();
    const { socket, received } = await open();
    socket.write('POST /v1/track HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n');
    const chunk = 'x'.repeat(16_384);
    for (let sent = 0; sent < 20; sent += 1) socket.write(`4000\r\n${chunk}\r\n`);
    socket.write('0\r\n\r\n');
    await once(socket, 'end');
    expect(received()).toMatch(/^HTTP\/1.1 400 [\s\S]*too-large/);
    expect(stored).toEqual([]);
    expect(inFlight.bytes).toBe(0);
  });
});

describe('stopping', () => {
  it('finishes the requests under way and takes no new connections', async () => {
    const { promise: isStored, resolve: finish } = Promise.withResolvers<undefined>();
    const { post, server, inFlight, url } = await aGateway({ store: () => isStored });
    const underWay = post('/v1/track', '{}');
    await until(() => inFlight.requests === 1);
    const closed = server.close();
    await expect(fetch(`${url}/v1/track`, { method: 'POST', body: '{}' })).rejects.toThrow();
    finish(undefined);
    expect((await underWay).status).toBe(200);
    await closed;
  });
});
