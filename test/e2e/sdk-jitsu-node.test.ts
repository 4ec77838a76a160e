import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jitsuAnalytics } from '@jitsu/js';

import { awkwardValues } from '../sdk/awkward-values.ts';
import { parseExactly } from '../sdk/exact-json.ts';
import { startFaultProxy, type FaultProxy } from '../stack/fault-proxy.ts';
import { shop } from '../stack/shop.ts';
import { eventsIn, expectArchivedAsSent } from './sdk-story.ts';
import { beginStory, type Story } from './story.ts';

let story: Story;
let proxy: FaultProxy;
beforeAll(async () => {
  story = await beginStory();
  proxy = await startFaultProxy(story.endpoints.gateway);
});
afterAll(async () => {
  await proxy.close();
  await story.end();
});

describe('@jitsu/js on a server', () => {
  it.each([
    ['as a server', true, '/api/s/s2s'],
    ['as a page', false, '/api/s'],
  ])('has every call in the archive, field by field: %s', async (_, s2s, path) => {
    const jitsu = jitsuAnalytics({
      host: proxy.url,
      // Jitsu's keys are an id and a secret; the id is the write key.
      writeKey: `${shop.serverWriteKey}:any-secret`,
      s2s,
      errorPolicy: 'rethrow',
    });
    const sentBefore = proxy.exchanges().length;
    // JSON's own values only, as its types demand; those that JSON has no word for go where they are left out.
    const values = JSON.parse(JSON.stringify(awkwardValues)) as Record<string, never>;
    await jitsu.identify(`${story.name}-user`, { email: 'a@shop.example', ...values });
    await jitsu.track('Tee bestellt ☕', { ...values, context: { ip: '203.0.113.7' } });
    await jitsu.page({ name: 'Tee', url: 'https://shop.example/tee?q=a#b' });
    await jitsu.group('g-1', { employees: 12, ...values });

    const exchanges = proxy.exchanges().slice(sentBefore);
    expect(exchanges).toMatchObject(
      ['identify', 'track', 'page', 'group'].map(call => ({
        path: `${path}/${call}`,
        headers: { 'x-write-key': 'shop-server-key:any-secret', 'content-type': 'application/json' },
        status: 200,
      })),
    );
    const given = parseExactly(JSON.stringify(awkwardValues)) as object;
    const userId = `${story.name}-user`;
    expect([...eventsIn(exchanges).values()]).toMatchObject([
      { type: 'identify', userId, traits: { email: 'a@shop.example', ...given } },
      { type: 'track', userId, event: 'Tee bestellt ☕', properties: given, context: { ip: '203.0.113.7' } },
      { type: 'page', userId, properties: { name: 'Tee', path: '/tee' } },
      { type: 'group', userId, groupId: 'g-1', traits: { employees: { digits: '12' }, ...given } },
    ]);
    await expectArchivedAsSent(story, exchanges);
  });
});
