import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import {
  createJitsuClient,
  createRudderClient,
  createSegmentClient,
  type ServerClient,
  type ServerClientTarget,
} from '../sdk/server-clients.ts';
import { startFaultProxy, type Exchange, type Fault } from '../stack/fault-proxy.ts';
import { shop } from '../stack/shop.ts';
import { expectOnceInArchive, messageIdsIn } from './sdk-story.ts';
import { beginStory, type Story } from './story.ts';

const libraries = {
  '@segment/analytics-node': createSegmentClient,
  '@rudderstack/rudder-sdk-node': createRudderClient,
  '@jitsu/js': createJitsuClient,
} as const satisfies Record<string, (target: ServerClientTarget) => ServerClient>;

type Library = keyof typeof libraries;

const answer = (status: number, headers: Readonly<Record<string, string>> = {}): Fault => ({
  kind: 'answer',
  status,
  headers,
});

/** What goes wrong, one fault a request, and how often each library sends its event. `lost` is what no later request brings. */
const cells: readonly {
  readonly fault: string;
  readonly faults: readonly Fault[];
  readonly attempts: Readonly<Record<Library, number>>;
  readonly lost: readonly Library[];
}[] = [
  {
    fault: '429 with Retry-After',
    faults: [answer(429, { 'retry-after': '1' })],
    attempts: { '@segment/analytics-node': 2, '@rudderstack/rudder-sdk-node': 2, '@jitsu/js': 1 },
    lost: ['@jitsu/js'],
  },
  {
    fault: '429 alone',
    faults: [answer(429)],
    attempts: { '@segment/analytics-node': 2, '@rudderstack/rudder-sdk-node': 2, '@jitsu/js': 1 },
    lost: ['@jitsu/js'],
  },
  {
    fault: '500',
    faults: [answer(500)],
    attempts: { '@segment/analytics-node': 2, '@rudderstack/rudder-sdk-node': 2, '@jitsu/js': 1 },
    lost: ['@jitsu/js'],
  },
  {
    fault: '503 with Retry-After',
    faults: [answer(503, { 'retry-after': '1' })],
    attempts: { '@segment/analytics-node': 2, '@rudderstack/rudder-sdk-node': 2, '@jitsu/js': 1 },
    lost: ['@jitsu/js'],
  },
  {
    fault: 'a connection reset before the gateway has the request',
    faults: [{ kind: 'reset', when: 'before' }],
    attempts: { '@segment/analytics-node': 2, '@rudderstack/rudder-sdk-node': 2, '@jitsu/js': 1 },
    lost: ['@jitsu/js'],
  },
  {
    fault: 'a connection reset after the gateway has answered',
    faults: [{ kind: 'reset', when: 'after' }],
    attempts: { '@segment/analytics-node': 2, '@rudderstack/rudder-sdk-node': 2, '@jitsu/js': 1 },
    lost: [],
  },
  {
    fault: 'four failures in a row',
    faults: [answer(500), answer(503), answer(500), { kind: 'reset', when: 'before' }],
    attempts: { '@segment/analytics-node': 5, '@rudderstack/rudder-sdk-node': 4, '@jitsu/js': 1 },
    lost: ['@rudderstack/rudder-sdk-node', '@jitsu/js'],
  },
  {
    fault: '400, which no repetition mends',
    faults: [answer(400)],
    attempts: { '@segment/analytics-node': 1, '@rudderstack/rudder-sdk-node': 1, '@jitsu/js': 1 },
    lost: ['@segment/analytics-node', '@rudderstack/rudder-sdk-node', '@jitsu/js'],
  },
];

let story: Story;
/** What came over the wire in each cell; they run at the same time, because most of it is waiting. */
const seen = new Map<string, readonly Exchange[]>();
beforeAll(async () => {
  story = await beginStory();
  await Promise.all(
    cells.flatMap(({ fault, faults }) =>
      Object.entries(libraries).map(async ([library, createClient]) => {
        seen.set(`${library}: ${fault}`, await sendOne(createClient, faults));
      }),
    ),
  );
});
afterAll(() => story.end());

describe.each(Object.keys(libraries) as Library[])('%s after', library => {
  it.each(cells)('$fault', async ({ fault, attempts, lost }) => {
    const exchanges = seen.get(`${library}: ${fault}`) ?? [];
    const messageIds = messageIdsIn(exchanges);

    expect(exchanges).toHaveLength(attempts[library]);
    expect(new Set(messageIds).size).toBe(1);
    if (!lost.includes(library)) await expectOnceInArchive(story, messageIds, { withinMs: 30_000 });
    else expect(await story.archive.copies(messageIds)).toEqual(new Map());
  });
});

it('libraries that repeat wait as long as Retry-After says', () => {
  for (const library of ['@segment/analytics-node', '@rudderstack/rudder-sdk-node']) {
    const [first, second] = seen.get(`${library}: 429 with Retry-After`) ?? [];
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
  }
});

it("Segment's library counts its repetitions in a header", () => {
  const counts = seen.get('@segment/analytics-node: four failures in a row') ?? [];
  expect(counts.map(({ headers }) => headers['x-retry-count'])).toEqual([undefined, '1', '2', '3', '4']);
});

/** One event through a proxy of its own, until the library is done with it. */
async function sendOne(
  createClient: (target: ServerClientTarget) => ServerClient,
  faults: readonly Fault[],
): Promise<readonly Exchange[]> {
  const proxy = await startFaultProxy(story.endpoints.gateway);
  for (const fault of faults) proxy.fail(fault);
  const client = createClient({ url: proxy.url, writeKey: shop.serverWriteKey });
  client.track({ userId: `${story.name}-user`, event: 'Tried' });
  await client.finish();
  await proxy.close();
  return proxy.exchanges();
}
