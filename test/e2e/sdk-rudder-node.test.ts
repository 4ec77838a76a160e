import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import RudderAnalytics from '@rudderstack/rudder-sdk-node';

import { awkwardValues } from '../sdk/awkward-values.ts';
import { parseExactly } from '../sdk/exact-json.ts';
import { startFaultProxy, type FaultProxy } from '../stack/fault-proxy.ts';
import { shop } from '../stack/shop.ts';
import { eventsIn, expectArchivedAsSent, expectOnceInArchive } from './sdk-story.ts';
import { beginStory, type Story } from './story.ts';

const REFUSED_SENDER = join(import.meta.dirname, '..', 'sdk', 'refused-rudder-main.ts');

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

type Settings = ConstructorParameters<typeof RudderAnalytics>[1];

const client = (settings: Settings = {}): RudderAnalytics =>
  new RudderAnalytics(shop.serverWriteKey, {
    dataPlaneUrl: proxy.url,
    flushInterval: 50,
    logLevel: 'none',
    // Without one, what a test does not await ends the process of the tests.
    errorHandler: () => undefined,
    ...settings,
  });

describe('@rudderstack/rudder-sdk-node', () => {
  it.each([
    ['compressed, which it calls a form', true, { 'content-encoding': 'gzip' }],
    ['plain', false, { 'content-type': 'application/json' }],
  ])(
    'has every call with all of its options in the archive, field by field: %s',
    async (_, gzip, headers) => {
      const rudder = client({ gzip });
      const sentBefore = proxy.exchanges().length;
      const id = (step: string): string => `${story.name}-${step}-${gzip ? 'gzip' : 'plain'}`;
      const shared = {
        userId: `${story.name}-user`,
        anonymousId: `${story.name}-device`,
        timestamp: new Date(Date.now() - 86_400_000),
        context: { ip: '203.0.113.7', active: false, app: { name: 'Tee', build: 7 } },
        integrations: { All: false, Mixpanel: true, 'Google Analytics': { clientId: '17.4' } },
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
        screen: {
          ...shared,
          messageId: id('screen'),
          category: 'App',
          name: 'Tee',
          properties: awkwardValues,
        },
        alias: { ...shared, messageId: id('alias'), previousId: `${story.name}-before` },
      };
      rudder.track(calls.track);
      rudder.identify(calls.identify);
      rudder.group(calls.group);
      rudder.page(calls.page);
      rudder.screen(calls.screen);
      rudder.alias(calls.alias);
      await rudder.flush();
      await rudder.flush();

      const exchanges = proxy.exchanges().slice(sentBefore);
      expect(exchanges[0]).toMatchObject({ method: 'POST', path: '/v1/batch', headers });
      const sent = eventsIn(exchanges);
      for (const [type, call] of Object.entries(calls)) {
        const given = parseExactly(JSON.stringify({ ...call, type })) as object;
        expect(sent.get(call.messageId)).toMatchObject(given);
      }
      await expectArchivedAsSent(story, exchanges);
    },
  );

  it('sends what it was not told itself: ids, time, library, channel', async () => {
    const rudder = client();
    const sentBefore = proxy.exchanges().length;
    rudder.track({ anonymousId: `${story.name}-visitor`, event: 'Bare' });
    await rudder.flush();

    const exchanges = proxy.exchanges().slice(sentBefore);
    const [event] = eventsIn(exchanges).values();
    expect(event).toMatchObject({
      channel: 'server',
      originalTimestamp: expect.any(String),
      context: { library: { name: 'analytics-node' } },
    });
    expect(event).not.toHaveProperty('timestamp');
    await expectArchivedAsSent(story, exchanges);
  });

  it('puts the path behind a base URL that has it already, and is understood', async () => {
    const rudder = client({ dataPlaneUrl: `${proxy.url}/v1/batch` });
    const sentBefore = proxy.exchanges().length;
    rudder.track({ anonymousId: `${story.name}-visitor`, event: 'Doubled' });
    await rudder.flush();

    const exchanges = proxy.exchanges().slice(sentBefore);
    expect(exchanges).toMatchObject([{ path: '/v1/batch/v1/batch', status: 200 }]);
    await expectArchivedAsSent(story, exchanges);
  });

  it('ends the process after an answer that is no success, unless it has an errorHandler', async () => {
    const exitCode = async (mode: string): Promise<number | null> => {
      const program = spawn(process.execPath, [REFUSED_SENDER, proxy.url, mode], { stdio: 'ignore' });
      const [code] = (await once(program, 'close')) as [number | null];
      return code;
    };
    expect(await exitCode('bare')).toBe(1);
    expect(await exitCode('with-error-handler')).toBe(0);
  });

  it('fills many batches, and every event arrives once', async () => {
    const rudder = client({ flushAt: 100 });
    const sentBefore = proxy.exchanges().length;
    const calls = Array.from({ length: 1_000 }, (_, step) => ({
      messageId: `${story.name}-batch-${step}`,
      userId: `${story.name}-user`,
      event: 'Batched',
    }));
    await Promise.all(calls.map(call => new Promise<void>(resolve => rudder.track(call, resolve))));

    expect(eventsIn(proxy.exchanges().slice(sentBefore)).size).toBe(calls.length);
    await expectOnceInArchive(
      story,
      calls.map(({ messageId }) => messageId),
      { withinMs: 30_000 },
    );
  });
});
