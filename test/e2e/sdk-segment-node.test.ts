import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Analytics } from '@segment/analytics-node';

import { awkwardValues } from '../sdk/awkward-values.ts';
import { parseExactly } from '../sdk/exact-json.ts';
import { startFaultProxy, type FaultProxy } from '../stack/fault-proxy.ts';
import { shop } from '../stack/shop.ts';
import { eventsIn, expectArchivedAsSent, expectOnceInArchive } from './sdk-story.ts';
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

const client = (settings: { readonly flushAt?: number } = {}): Analytics =>
  new Analytics({ writeKey: shop.serverWriteKey, host: proxy.url, ...settings });

describe('@segment/analytics-node', () => {
  it('has every call with all of its options in the archive, field by field', async () => {
    const analytics = client();
    const sentBefore = proxy.exchanges().length;
    const shared = {
      userId: `${story.name}-user`,
      anonymousId: `${story.name}-device`,
      timestamp: new Date(Date.now() - 86_400_000),
      context: { ip: '203.0.113.7', active: false, app: { name: 'Tee', build: 7 }, traits: { plan: 'pro' } },
      integrations: { All: false, 'Google Analytics': { clientId: '17.4' }, Mixpanel: true },
    };
    const calls = {
      track: { ...shared, messageId: id('track'), event: 'Tee bestellt ☕', properties: awkwardValues },
      identify: {
        ...shared,
        messageId: id('identify'),
        traits: { ...awkwardValues, email: 'a@shop.example' },
      },
      group: {
        ...shared,
        messageId: id('group'),
        groupId: 'g-1',
        traits: { employees: 12, ...awkwardValues },
      },
      page: { ...shared, messageId: id('page'), category: 'Docs', name: 'Tee', properties: awkwardValues },
      screen: { ...shared, messageId: id('screen'), category: 'App', name: 'Tee', properties: awkwardValues },
      alias: {
        userId: shared.userId,
        messageId: id('alias'),
        previousId: `${story.name}-before`,
        timestamp: shared.timestamp,
        context: shared.context,
        integrations: shared.integrations,
      },
    };
    analytics.track(calls.track);
    analytics.identify(calls.identify);
    analytics.group(calls.group);
    analytics.page(calls.page);
    analytics.screen(calls.screen);
    analytics.alias(calls.alias);
    await analytics.closeAndFlush();

    const exchanges = proxy.exchanges().slice(sentBefore);
    const sent = eventsIn(exchanges);
    for (const [type, call] of Object.entries(calls)) {
      const given = parseExactly(JSON.stringify({ ...call, type })) as object;
      expect(sent.get(call.messageId)).toMatchObject(given);
    }
    await expectArchivedAsSent(story, exchanges);
  });

  it('sends what it was not told itself: ids, time, library', async () => {
    const analytics = client();
    const sentBefore = proxy.exchanges().length;
    analytics.track({ anonymousId: `${story.name}-visitor`, event: 'Bare' });
    analytics.page({ userId: `${story.name}-user` });
    await analytics.closeAndFlush();

    const exchanges = proxy.exchanges().slice(sentBefore);
    expect([...eventsIn(exchanges).values()]).toEqual([
      expect.objectContaining({ messageId: expect.stringMatching(/^node-next-/), event: 'Bare' }),
      expect.objectContaining({ messageId: expect.stringMatching(/^node-next-/), type: 'page' }),
    ]);
    await expectArchivedAsSent(story, exchanges);
  });

  it('fills batches to their limits in number and size, and every event arrives once', async () => {
    const analytics = client({ flushAt: 500 });
    const sentBefore = proxy.exchanges().length;
    const messageIds = Array.from({ length: 1_200 }, (_, step) => id(`batch-${step}`));
    const large = new Set(messageIds.slice(0, 40));
    for (const messageId of messageIds) {
      const note = large.has(messageId) ? '☕'.repeat(10_000) : 'small';
      analytics.track({ messageId, userId: `${story.name}-user`, event: 'Batched', properties: { note } });
    }
    await analytics.closeAndFlush();

    const exchanges = proxy.exchanges().slice(sentBefore);
    expect(exchanges.map(({ status }) => status)).toEqual(exchanges.map(() => 200));
    expect(Math.max(...exchanges.map(({ body }) => body.byteLength))).toBeGreaterThan(450_000);
    expect(eventsIn(exchanges).size).toBe(messageIds.length);
    await expectOnceInArchive(story, messageIds, { withinMs: 30_000 });
  });
});

function id(step: string): string {
  return `${story.name}-${step}`;
}
