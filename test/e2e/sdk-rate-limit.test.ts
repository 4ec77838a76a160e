import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { createRudderClient, createSegmentClient } from '../sdk/server-clients.ts';
import { openControlApi, type StorySource } from '../stack/control-api.ts';
import { startFaultProxy } from '../stack/fault-proxy.ts';
import { untilKnown } from '../stack/gateway.ts';
import { expectOnceInArchive, messageIdsIn } from './sdk-story.ts';
import { beginStory, type Story } from './story.ts';

const EVENTS = 4;
/** Longer than a library gathers events, so that each makes a request. */
const BETWEEN_EVENTS_MS = 200;

let story: Story;
const sources: StorySource[] = [];
beforeAll(async () => {
  story = await beginStory();
});
afterAll(async () => {
  await Promise.all(sources.map(source => source.remove()));
  await story.end();
});

it.each([
  ['segment', createSegmentClient],
  ['rudder', createRudderClient],
])(
  'a source that may make one request a second costs no event of a library that repeats: %s',
  async (name, createClient) => {
    const controlApi = await openControlApi(story.endpoints.controlApi);
    const source = await controlApi.addSource({
      slug: `${story.name}-${name}`,
      type: 'node.js',
      settings: { rateLimit: { requestsPerSecond: 1, burst: 1 } },
    });
    sources.push(source);
    await untilKnown(story, source.writeKey);

    const proxy = await startFaultProxy(story.endpoints.gateway);
    const client = createClient({ url: proxy.url, writeKey: source.writeKey });
    for (let event = 0; event < EVENTS; event += 1) {
      client.track({ userId: `${story.name}-user`, event: 'Limited' });
      await sleep(BETWEEN_EVENTS_MS);
    }
    await client.finish();
    await proxy.close();

    const exchanges = proxy.exchanges();
    const messageIds = messageIdsIn(exchanges);
    expect(exchanges.filter(({ status }) => status === 429)).not.toEqual([]);
    expect(new Set(messageIds).size).toBe(EVENTS);
    await expectOnceInArchive(story, messageIds, { withinMs: 30_000 });
  },
  60_000,
);
