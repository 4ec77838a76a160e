import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Analytics } from '@segment/analytics-node';

import { openControlApi, type StorySource } from '../stack/control-api.ts';
import { startTail, type Tail, type TailedEvent } from '../stack/tail.ts';
import { waitUntil } from '../stack/wait-until.ts';
import { beginStory, type Story } from './story.ts';

const EVENTS = 20;
const WITHIN = { withinMs: 30_000 };
/** From the call in the client library to the line in the terminal. */
const AIM_MS = 1_000;

let story: Story;
let source: StorySource;
let tail: Tail;

beforeAll(async () => {
  story = await beginStory();
  const controlApi = await openControlApi(story.endpoints.controlApi);
  source = await controlApi.addSource({ slug: story.name, type: 'node.js' });
  tail = startTail(story.name);
  // The gateway and the debugger know a new source a moment later.
  await waitUntil(
    'the first event of the new source',
    async () => {
      await send({ messageId: `${story.name}-warm-${crypto.randomUUID()}`, event: 'Warmed Up' });
      return tail.events.at(0);
    },
    { ...WITHIN, everyMs: 300 },
  );
});
afterAll(async () => {
  await tail.close();
  await source.remove();
  await story.end();
});

const send = (event: object): Promise<Response> =>
  fetch(`${story.endpoints.gateway}/v1/track`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${source.writeKey}:`)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ anonymousId: 'visitor', ...event }),
  });
const shown = (messageId: string, on = tail): Promise<TailedEvent> =>
  waitUntil(`${messageId} in the tail`, async () => on.events.find(event => event.messageId === messageId), {
    ...WITHIN,
    everyMs: 5,
  });

it('a call of a client library is seen in the terminal within a second', async () => {
  const analytics = new Analytics({
    writeKey: source.writeKey,
    host: story.endpoints.gateway,
    flushAt: 1,
  });
  const took: number[] = [];
  for (let index = 0; index < EVENTS; index += 1) {
    const messageId = `${story.name}-live-${index}`;
    const calledAt = performance.now();
    analytics.track({
      messageId,
      userId: 'ada',
      event: 'Order Completed',
      properties: { total: 12.5, products: [{ sku: 'a' }] },
    });
    took.push((await shown(messageId)).shownAt - calledAt);
  }
  await analytics.closeAndFlush();
  const [median = 0] = took.toSorted((one, other) => one - other).slice(EVENTS / 2);
  expect(median).toBeLessThan(AIM_MS);
  expect(await shown(`${story.name}-live-0`)).toMatchObject({
    status: 'allowed',
    type: 'track',
    original: { event: 'Order Completed', properties: { total: 12.5, products: [{ sku: 'a' }] } },
  });
});

it('an event that is blocked is seen with the reason, also by who comes later', async () => {
  const messageId = `${story.name}-nobody`;
  await send({ messageId, anonymousId: undefined, event: 'Order Completed' });
  expect(await shown(messageId)).toMatchObject({ status: 'blocked', reason: 'no_user_anon_id' });

  const later = startTail(source.id, '--blocked', '--no-follow');
  await shown(messageId, later);
  expect(later.events.map(event => event.messageId)).toEqual([messageId]);
  await later.close();
});

it('the schema of the source counts what was let in and what was blocked', async () => {
  const found = await waitUntil(
    'the schema to be complete',
    async () => {
      const events = await unlessRefused(source.schema());
      const order = events?.find(({ name }) => name === 'Order Completed');
      return order?.allowed === EVENTS && order.blocked === 1 ? order : undefined;
    },
    { withinMs: 30_000, everyMs: 250 },
  );
  expect(found.blockedByReason).toEqual({ no_user_anon_id: 1 });
  expect(found.firstSeenAt < found.lastSeenAt).toBe(true);
  const properties = await waitUntil(
    'the properties to be complete',
    async () => {
      const seen = await unlessRefused(source.properties('Order Completed'));
      return seen?.total?.number === EVENTS ? seen : undefined;
    },
    { withinMs: 30_000, everyMs: 250 },
  );
  expect(properties).toEqual({
    products: { array: EVENTS },
    'products.$': { object: EVENTS },
    'products.$.sku': { string: EVENTS },
    total: { number: EVENTS },
  });
});

/** A busy archive refuses a query for the moment (503); the answer is then still to come. */
function unlessRefused<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((thrown: unknown) => {
    if ((thrown as { readonly status?: unknown }).status === 503) return undefined;
    throw thrown;
  });
}
