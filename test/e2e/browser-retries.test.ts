import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { beginBrowserStory, type BrowserStory } from '../browser/browser-story.ts';
import { browserLibraries, type BrowserLibrary } from '../browser/libraries.ts';
import type { StorySource } from '../stack/control-api.ts';
import type { Exchange, Fault } from '../stack/fault-proxy.ts';
import { waitUntil } from '../stack/wait-until.ts';
import { expectOnceInArchive, messageIdsIn } from './sdk-story.ts';

const RETRY_AFTER_SECONDS = 2;
/** RudderStack's library is the slowest: it waits 2 s before its first repetition. */
const QUIET_MS = 3_000;

const answer = (status: number, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: 'answer',
  status,
  headers,
});

const clients = ['analytics.js', 'analytics.js, batching', '@rudderstack/analytics-js', '@jitsu/js'] as const;
type Client = (typeof clients)[number];

const libraryOf: Readonly<Record<Client, BrowserLibrary>> = {
  'analytics.js': browserLibraries['analytics.js by its snippet'],
  'analytics.js, batching': browserLibraries['analytics.js by its snippet'],
  '@rudderstack/analytics-js': browserLibraries['@rudderstack/analytics-js'],
  '@jitsu/js': browserLibraries['@jitsu/js'],
};

/** What goes wrong, one fault a request, and who never sends the event again; its first is the page call of the snippet. */
const cells: readonly {
  readonly fault: string;
  readonly faults: readonly Fault[];
  readonly lost: readonly Client[];
}[] = [
  {
    fault: '429 with Retry-After',
    faults: [answer(429, { 'retry-after': String(RETRY_AFTER_SECONDS) })],
    lost: ['@jitsu/js'],
  },
  { fault: '429 alone', faults: [answer(429)], lost: ['@jitsu/js'] },
  { fault: '500', faults: [answer(500)], lost: ['@jitsu/js'] },
  { fault: '503 with Retry-After', faults: [answer(503, { 'retry-after': '1' })], lost: ['@jitsu/js'] },
  { fault: 'two failures in a row', faults: [answer(503), answer(500)], lost: ['@jitsu/js'] },
  {
    // The browser itself repeats a request whose connection was in use before, once.
    fault: 'connections reset before the gateway has the request',
    faults: [
      { kind: 'reset', when: 'before' },
      { kind: 'reset', when: 'before' },
    ],
    lost: ['@jitsu/js'],
  },
  {
    fault: 'a connection reset after the gateway has answered',
    faults: [{ kind: 'reset', when: 'after' }],
    lost: [],
  },
  { fault: '400, which no repetition mends', faults: [answer(400)], lost: clients },
];

let stories: BrowserStory;
/** What came over the wire in each cell; those of a client run at the same time, because most of it is waiting. */
const seen = new Map<string, readonly Exchange[]>();
beforeAll(async () => {
  stories = await beginBrowserStory();
  const plain = await stories.addSource();
  const batching = await stories.addSource({ browser: { batching: { size: 2, timeoutMs: 200 } } });
  for (const client of clients) {
    const source = client === 'analytics.js, batching' ? batching : plain;
    await Promise.all(
      cells.map(async cell => {
        seen.set(`${client}: ${cell.fault}`, await sendOne(client, source, cell));
      }),
    );
  }
});
afterAll(() => stories.end());

describe.each(clients)('%s after', client => {
  it.each(cells)('$fault', async ({ fault, faults, lost }) => {
    const exchanges = seen.get(`${client}: ${fault}`) ?? [];
    const isLost = lost.includes(client);
    const messageIds = messageIdsIn(exchanges);
    expect(new Set(messageIds).size).toBe(1);
    if (faults.every(({ kind }) => kind === 'answer')) {
      expect(exchanges).toHaveLength(isLost ? 1 : faults.length + 1);
    }
    if (isLost) expect(await stories.story.archive.copies(messageIds)).toEqual(new Map());
    else await expectOnceInArchive(stories.story, messageIds, { withinMs: 30_000 });
  });
});

describe.each(['analytics.js', 'analytics.js, batching'] as const)('%s', client => {
  it('waits as long as Retry-After says', () => {
    const [first, second] = seen.get(`${client}: 429 with Retry-After`) ?? [];
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(RETRY_AFTER_SECONDS * 1000 - 10);
  });

  it('counts its repetitions in a header', () => {
    const exchanges = seen.get(`${client}: two failures in a row`) ?? [];
    expect(exchanges.map(({ headers }) => headers['x-retry-count'])).toEqual([undefined, '1', '2']);
  });
});

it('no library asks for anything outside', () => {
  expect(stories.chromium.outsideRequests()).toEqual([]);
});

/** One page call, until it is acknowledged or has not been repeated for longer than any of the libraries waits. */
async function sendOne(
  client: Client,
  source: StorySource,
  { faults, lost }: (typeof cells)[number],
): Promise<readonly Exchange[]> {
  const { page, calls, settled } = await stories.visit(libraryOf[client], source, faults);
  await waitUntil(
    `the call of ${client}`,
    async () => {
      const all = calls();
      const isRepeated = all.some(({ status }) => status === 200);
      const quietMs = Date.now() - (all.at(-1)?.at ?? Date.now());
      return isRepeated || (lost.includes(client) && quietMs > QUIET_MS) ? true : undefined;
    },
    { withinMs: 40_000 },
  );
  // A page that is left while an answer is on its way sends the event again: what it does not know of, it keeps.
  await settled();
  await page.context().close();
  return calls();
}
