import { setTimeout as wait } from 'node:timers/promises';

import { afterEach, describe, expect, it } from '@jest/globals';
import type { Access } from '@millrace/oauth';

import { aGateway, stopGateways, type FakeGateway } from './fakes/a-gateway.ts';
import { aSource } from './fakes/a-source.ts';

afterEach(stopGateways);

const send = (
  { url }: FakeGateway,
  {
    path = '/v1/track',
    headers = {},
    body = {},
  }: { path?: string; headers?: Record<string, string>; body?: object },
): Promise<Response> => fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });

const codeOf = async (reply: Response): Promise<unknown> => {
  const body = (await reply.json()) as { readonly code?: string };
  return [reply.status, body.code];
};

describe('a write key', () => {
  it.each([
    ['Basic authorization', { headers: { authorization: `Basic ${btoa('key:')}` } }],
    ['Basic authorization without a colon', { headers: { authorization: `Basic ${btoa('key')}` } }],
    ['X-Write-Key with a secret', { headers: { 'x-write-key': 'key:secret' } }],
    ['the query', { path: '/v1/track?writeKey=key' }],
    ['the body', { body: { writeKey: 'key' } }],
  ])('is taken from %s', async (_what, request) => {
    const gateway = await aGateway();
    expect((await send(gateway, request)).status).toBe(200);
    expect(gateway.stored).toHaveLength(1);
  });

  it('that was replaced says so', async () => {
    const gateway = await aGateway({ sources: { old: 'expired' } });
    const reply = await send(gateway, { body: { writeKey: 'old' } });
    expect(await codeOf(reply)).toEqual([401, 'expired-write-key']);
  });
});

describe('an access token', () => {
  const access = (fields: Partial<Access> = {}): Access => ({
    appId: 'app_1',
    workspace: 'test',
    scopes: ['tracking_api:write'],
    sourceIds: undefined,
    ...fields,
  });
  const tokens = {
    good: access(),
    foreign: access({ workspace: 'other' }),
    'other-scope': access({ scopes: ['functions:write'] }),
    'other-source': access({ sourceIds: ['src_2'] }),
  };
  const sources = { strict: aSource({ settings: { requireOAuth: true } }) };

  it.each([
    ['strict', 'Bearer good', [200, undefined]],
    ['key', 'Bearer good', [200, undefined]],
    ['strict', '', [401, 'token-required']],
    ['strict', `Basic ${btoa('strict:')}`, [401, 'token-required']],
    ['strict', 'Bearer made-up', [401, 'invalid-token']],
    ['key', 'Bearer made-up', [401, 'invalid-token']],
    ['strict', 'Bearer foreign', [403, 'insufficient-scope']],
    ['strict', 'Bearer other-scope', [403, 'insufficient-scope']],
    ['strict', 'Bearer other-source', [403, 'insufficient-scope']],
    ['none', 'Bearer good', [401, 'unknown-write-key']],
  ])('for the source of %s, %p is answered %p', async (writeKey, authorization, expected) => {
    const gateway = await aGateway({ sources, tokens });
    const reply = await send(gateway, { headers: { authorization }, body: { writeKey } });
    expect(await codeOf(reply)).toEqual(expected);
    expect(gateway.stored).toHaveLength(reply.status === 200 ? 1 : 0);
  });
});

describe('a page of another origin', () => {
  const preflight = (gateway: FakeGateway, path: string): Promise<Response> =>
    fetch(gateway.url + path, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-retry-count,anonymousid',
      },
    });

  it.each(['/v1/track', '/v1/b', '/v1/pixel/track', '/api/s/s2s/track', '/beacon/v1/batch', '/nothing'])(
    'may ask about %s beforehand',
    async path => {
      const reply = await preflight(await aGateway(), path);
      expect(reply.status).toBe(204);
      expect(Object.fromEntries(reply.headers)).toMatchObject({
        'access-control-allow-origin': 'https://shop.example',
        'access-control-allow-credentials': 'true',
        'access-control-allow-headers': 'authorization,content-type,x-retry-count,anonymousid',
        'access-control-allow-methods': 'GET, HEAD, POST',
        'access-control-max-age': '7200',
        vary: 'Origin',
      });
    },
  );

  it.each([200, 400, 401, 404, 405, 429])('may read a reply of %p', async status => {
    const sources = { limited: aSource({ settings: { rateLimit: { requestsPerSecond: 1, burst: 1 } } }) };
    const gateway = await aGateway({ sources });
    const origin = 'https://shop.example';
    const request = (path: string, writeKey: string, method = 'POST'): Promise<Response> =>
      fetch(`${gateway.url}${path}?writeKey=${writeKey}`, {
        method,
        headers: { origin },
        ...(method === 'POST' && { body: '{}' }),
      });
    const replies: Readonly<Record<number, () => Promise<Response>>> = {
      200: () => request('/v1/track', 'key'),
      400: () => gateway.post('/v1/track', '{', { origin }),
      401: () => request('/v1/track', 'none'),
      404: () => request('/v1/none', 'key'),
      405: () => request('/v1/track', 'key', 'DELETE'),
      429: async () => {
        await request('/v1/track', 'limited');
        return request('/v1/track', 'limited');
      },
    };
    const reply = await replies[status]?.();
    expect(reply?.status).toBe(status);
    expect(reply?.headers.get('access-control-allow-origin')).toBe(origin);
    expect(reply?.headers.get('access-control-expose-headers')).toBe('Retry-After, X-RateLimit-Reset');
  });

  it('may send only where the source lets its origin', async () => {
    const sources = { shop: aSource({ settings: { allowedOrigins: ['https://shop.example'] } }) };
    const gateway = await aGateway({ sources });
    const from = async (origin: string): Promise<unknown> =>
      codeOf(await send(gateway, { headers: { origin }, body: { writeKey: 'shop' } }));
    expect(await from('https://shop.example')).toEqual([200, undefined]);
    expect(await from('https://evil.example')).toEqual([403, 'origin-not-allowed']);
    expect(await from('null')).toEqual([403, 'origin-not-allowed']);
    expect((await send(gateway, { body: { writeKey: 'shop' } })).status).toBe(200);
    expect(gateway.stored).toHaveLength(2);
  });
});

describe('a source with a rate limit', () => {
  it('says when the next request is taken, and takes it then', async () => {
    const sources = { limited: aSource({ settings: { rateLimit: { requestsPerSecond: 2, burst: 2 } } }) };
    const gateway = await aGateway({ sources });
    const request = (): Promise<Response> => send(gateway, { body: { writeKey: 'limited' } });
    expect([(await request()).status, (await request()).status]).toEqual([200, 200]);
    const refused = await request();
    expect(await codeOf(refused)).toEqual([429, 'rate-limited']);
    const seconds = Number(refused.headers.get('retry-after'));
    expect([seconds, refused.headers.get('x-ratelimit-reset')]).toEqual([1, '1']);
    expect((await send(gateway, { body: { writeKey: 'key' } })).status).toBe(200);
    await wait(seconds * 1000);
    expect((await request()).status).toBe(200);
  });
});
