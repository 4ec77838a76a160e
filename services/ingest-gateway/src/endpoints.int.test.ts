import { afterEach, describe, expect, it } from '@jest/globals';
import { BugError, TransientError } from '@millrace/errors';

import { endpoints } from './endpoints.ts';
import { aGateway, stopGateways, type FakeGateway } from './fakes/a-gateway.ts';

afterEach(stopGateways);

const ofKind = (kind: (typeof endpoints)[number]['takes']) => endpoints.filter(({ takes }) => takes === kind);

describe('every path', () => {
  it.each(ofKind('event'))('$path takes one $type call', async ({ path, type }) => {
    const { post, stored } = await aGateway();
    expect((await post(`${path}/`, '{"type":"other","userId":"u"}')).status).toBe(200);
    expect(stored).toMatchObject([{ type, userId: 'u' }]);
  });

  it.each(ofKind('any event'))('$path takes one call of the type that it says', async ({ path }) => {
    const { post, stored } = await aGateway();
    expect((await post(path, '{"type":"group","groupId":"g"}')).status).toBe(200);
    expect(stored).toMatchObject([{ type: 'group', groupId: 'g' }]);
  });

  it.each(ofKind('batch'))('$path takes a batch', async ({ path }) => {
    const { post, stored } = await aGateway();
    expect((await post(path, '{"batch":[{"type":"track"},{"type":"page"}]}')).status).toBe(200);
    expect(stored.map(({ type }) => type)).toEqual(['track', 'page']);
  });

  it.each(ofKind('metrics'))(
    '$path takes what a library measures, from anybody, and keeps nothing',
    async ({ path }) => {
      const { url, stored, inFlight } = await aGateway();
      const series = [{ type: 'Counter', metric: 'analytics_js.invoke', value: 1, tags: {} }];
      for (const body of [JSON.stringify({ series }), 'nonsense', '']) {
        const reply = await fetch(url + path, { method: 'POST', body });
        expect([reply.status, await reply.json()]).toEqual([200, { success: true }]);
      }
      expect([stored, inFlight.bytes]).toEqual([[], 0]);
    },
  );
});

describe('a Jitsu path', () => {
  it('tells whether a device or a server sends', async () => {
    const { post, stored } = await aGateway();
    await post('/api/s/track', '{}');
    await post('/api/s/s2s/track', '{"writeKey":"web"}', { authorization: '' });
    expect(stored.map(({ context }) => context)).toEqual(['{"ip":"127.0.0.1"}', null]);
  });
});

describe('the pixel', () => {
  const load = (gateway: FakeGateway, path: string, method = 'GET'): Promise<Response> =>
    fetch(`${gateway.url}${path}`, { method, headers: { 'user-agent': 'Mozilla/5.0 Firefox/140.0' } });
  const expectImage = async (reply: Response): Promise<void> => {
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('image/gif');
    expect(reply.headers.get('cache-control')).toBe('no-store');
    const bytes = Buffer.from(await reply.arrayBuffer());
    expect(bytes.toString('latin1', 0, 6)).toBe('GIF89a');
    expect(bytes.readUInt32LE(6)).toBe(0x0001_0001);
    expect(bytes.at(-1)).toBe(0x3b);
  };

  it.each(ofKind('pixel'))('$path is an image and a $type call', async ({ path, type }) => {
    const gateway = await aGateway();
    const data = Buffer.from('{"writeKey":"key","userId":"u","properties":{"a":1}}').toString('base64');
    await expectImage(await load(gateway, `${path}?data=${encodeURIComponent(data)}`));
    await expectImage(await load(gateway, `${path}?writeKey=key&userId=u&properties.a=1&context.locale=de`));
    const context = { ip: '127.0.0.1', userAgent: 'Mozilla/5.0 Firefox/140.0' };
    expect(gateway.stored.map(event => [event.type, JSON.parse(event.context ?? '{}') as unknown])).toEqual([
      [type, context],
      [type, { locale: 'de', ...context }],
    ]);
    expect(gateway.stored.map(({ properties }) => properties)).toEqual(['{"a":1}', '{"a":"1"}']);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '?data=%%%'],
    ['an unknown key', '?writeKey=none&userId=u'],
    ['a path too deep', `?${'a.'.repeat(100)}a=1&writeKey=key`],
  ])('is an image for %s, too', async (_what, query) => {
    const gateway = await aGateway();
    await expectImage(await load(gateway, `/v1/pixel/track${query}`));
    expect(gateway.stored).toEqual([]);
  });

  it('is an image for a call that there is not, too', async () => {
    const gateway = await aGateway();
    await expectImage(await load(gateway, '/v1/pixel/opened?writeKey=key&userId=u'));
    expect(gateway.stored).toEqual([]);
  });

  it.each([
    [
      'nothing can be stored',
      { store: () => Promise.reject(new TransientError('broker-unavailable', 'away')) },
    ],
    ['there is no room', { maxBytes: 1 }],
    ['it fails', { store: () => Promise.reject(new BugError('unexpected-error', 'bug')) }],
  ])('is an image when %s', async (_what, overrides) => {
    const gateway = await aGateway(overrides);
    await expectImage(await load(gateway, '/v1/pixel/track?writeKey=key&userId=u'));
  });

  it('is not loaded by who asks for its head, and takes nothing else', async () => {
    const gateway = await aGateway();
    const head = await load(gateway, '/v1/pixel/track?writeKey=key&userId=u', 'HEAD');
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
      200,
      'image/gif',
      '',
    ]);
    const posted = await gateway.post('/v1/pixel/track', '{"userId":"u"}');
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect(gateway.stored).toEqual([]);
  });
});
