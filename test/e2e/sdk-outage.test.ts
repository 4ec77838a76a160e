import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { beginBrowserStory, type BrowserStory } from '../browser/browser-story.ts';
import { browserLibraries, type BrowserLibrary } from '../browser/libraries.ts';
import {
  createJitsuClient,
  createRudderClient,
  createSegmentClient,
  type ServerClient,
  type ServerClientTarget,
} from '../sdk/server-clients.ts';
import { startFaultProxy, type Exchange } from '../stack/fault-proxy.ts';
import { crashPart, startStoppedParts } from '../stack/restart.ts';
import { shop } from '../stack/shop.ts';
import { startGateway, type OwnGateway } from '../stack/start-gateway.ts';
import { expectOnceInArchive, messageIdsIn } from './sdk-story.ts';
import { waitUntil } from '../stack/wait-until.ts';
import type { Story } from './story.ts';

const OUTAGE_MS = 30_000;
const EVENT_EVERY_MS = 1_000;

/** Each library at both gateways, with its own defaults where nothing else is said. */
const lanes = {
  spooling: {
    '@segment/analytics-node': createSegmentClient,
    '@rudderstack/rudder-sdk-node': createRudderClient,
    '@jitsu/js': createJitsuClient,
  },
  bare: {
    '@segment/analytics-node': createSegmentClient,
    '@rudderstack/rudder-sdk-node with more retries': (target: ServerClientTarget) =>
      createRudderClient(target, { retryCount: 20 }),
    '@jitsu/js': createJitsuClient,
  },
} as const satisfies Record<string, Record<string, (target: ServerClientTarget) => ServerClient>>;

/** In pages, at the gateway of the stack, which spools. */
const pages = {
  'analytics.js': browserLibraries['analytics.js by its snippet'],
  '@rudderstack/analytics-js': browserLibraries['@rudderstack/analytics-js'],
  '@jitsu/js': browserLibraries['@jitsu/js'],
} as const satisfies Record<string, BrowserLibrary>;

/** A library at one gateway during the outage. */
type Lane = {
  readonly send: () => unknown;
  /** Resolves when the library has nothing left to send. */
  readonly finish: () => Promise<void>;
  readonly exchanges: () => readonly Exchange[];
  sent: number;
};

let stories: BrowserStory;
let story: Story;
const proxies: { readonly close: () => Promise<void> }[] = [];
let spoolFolder: string;
let gateways: readonly OwnGateway[] = [];
const open = new Map<string, Lane>();

beforeAll(async () => {
  stories = await beginBrowserStory();
  story = stories.story;
  spoolFolder = await mkdtemp(join(tmpdir(), 'millrace-spool-'));
  const spooling = await startGateway(story.endpoints, { SPOOL_FOLDER: spoolFolder });
  // No folder to spool to: what the broker does not take, this gateway refuses.
  const bare = await startGateway(story.endpoints);
  gateways = [spooling, bare];
  await openLanes('spooling', spooling.url);
  await openLanes('bare', bare.url);
  await openPages();

  await sendOfEach();
  await crashPart('kafka');
  try {
    const until = Date.now() + OUTAGE_MS;
    while (Date.now() < until) {
      await sendOfEach();
      await sleep(EVENT_EVERY_MS);
    }
  } finally {
    await startStoppedParts();
  }
  await sendOfEach();
  await Promise.all([...open.values()].map(lane => lane.finish()));
}, 300_000);
afterAll(async () => {
  await Promise.all(proxies.map(proxy => proxy.close()));
  await Promise.all(gateways.map(gateway => gateway.stop()));
  await rm(spoolFolder, { recursive: true });
  await stories.end();
});

describe('half a minute without a broker, at a gateway that spools', () => {
  it.each(Object.keys(lanes.spooling))('costs no event of %s', async library => {
    await expectAllArrived(`spooling ${library}`);
  });
});

describe('half a minute without a broker, in a page', () => {
  it.each(Object.keys(pages))('costs no event of %s', async library => {
    await expectAllArrived(`page ${library}`);
  });
});

describe('half a minute without a broker, at a gateway that does not spool', () => {
  it.each([
    '@segment/analytics-node',
    '@rudderstack/rudder-sdk-node with more retries',
  ] satisfies readonly (keyof typeof lanes.bare)[])('costs no event of %s', async library => {
    await expectAllArrived(`bare ${library}`);
  });

  it('costs events of @jitsu/js, which sends each once, but none that was acknowledged', async () => {
    const exchanges = open.get('bare @jitsu/js')?.exchanges() ?? [];
    const acknowledged = exchanges.filter(({ status }) => status === 200);
    expect(exchanges.filter(({ status }) => status === 503)).not.toEqual([]);
    await expectOnceInArchive(story, messageIdsIn(acknowledged), { withinMs: 90_000 });
  });
});

async function openLanes(gateway: keyof typeof lanes, url: string): Promise<void> {
  for (const [library, createClient] of Object.entries(lanes[gateway])) {
    const proxy = await startFaultProxy(url);
    proxies.push(proxy);
    const client = createClient({ url: proxy.url, writeKey: shop.serverWriteKey });
    open.set(`${gateway} ${library}`, {
      send: () => client.track({ userId: `${story.name}-user`, event: 'Sent' }),
      finish: () => client.finish(),
      exchanges: () => proxy.exchanges(),
      sent: 0,
    });
  }
}

async function openPages(): Promise<void> {
  const source = await stories.addSource();
  for (const [name, library] of Object.entries(pages)) {
    const { page, calls } = await stories.visit(library, source);
    const lane: Lane = {
      send: () => page.evaluate(`void analytics.track('Sent')`),
      finish: async () => {
        await waitUntil(
          `all events of ${name} to be acknowledged`,
          () =>
            Promise.resolve(
              new Set(messageIdsIn(calls('acknowledged'))).size === lane.sent ? true : undefined,
            ),
          { withinMs: 60_000 },
        );
      },
      exchanges: calls,
      // Each page begins with a call of its own.
      sent: 1,
    };
    open.set(`page ${name}`, lane);
  }
}

async function sendOfEach(): Promise<void> {
  await Promise.all(
    [...open.values()].map(async lane => {
      lane.sent += 1;
      await lane.send();
    }),
  );
}

async function expectAllArrived(name: string): Promise<void> {
  const lane = open.get(name);
  const messageIds = messageIdsIn(lane?.exchanges() ?? []);
  expect(new Set(messageIds).size).toBe(lane?.sent);
  await expectOnceInArchive(story, messageIds, { withinMs: 90_000 });
}
