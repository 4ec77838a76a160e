import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { beginBrowserStory, type BrowserStory, type Visit } from '../browser/browser-story.ts';
import { browserLibraries } from '../browser/libraries.ts';
import { readRequest } from '../sdk/sent-request.ts';
import type { StorySource } from '../stack/control-api.ts';
import type { Exchange } from '../stack/fault-proxy.ts';
import { waitUntil } from '../stack/wait-until.ts';
import { expectArchivedAsSent, expectOnceInArchive, messageIdsIn } from './sdk-story.ts';

let stories: BrowserStory;
let source: StorySource;
beforeAll(async () => {
  stories = await beginBrowserStory();
  source = await stories.addSource();
});
afterAll(() => stories.end());

const orderWithoutNull = { revenue: 64.5, products: [{ sku: 'a-1' }], note: 'ünï 漢字 🎉' };
const order = { ...orderWithoutNull, coupon: null };

/** What pages call, by library, after the page call of the snippet; and what of it arrives. */
const cells = [
  {
    name: 'analytics.js by its snippet',
    calls: segmentCalls(),
    types: ['page', 'identify', 'track', 'page', 'screen', 'group', 'alias'],
    properties: order,
  },
  {
    name: '@segment/analytics-next',
    calls: segmentCalls(),
    types: ['page', 'identify', 'track', 'page', 'screen', 'group', 'alias'],
    properties: order,
  },
  {
    name: '@rudderstack/analytics-js',
    calls: [
      `analytics.identify('user-1', { email: 'a@shop.example', plan: { name: 'gold', seats: 3 } })`,
      `analytics.track('Order Completed', ${JSON.stringify(order)})`,
      `analytics.page('Docs', 'Index', { path: '/docs' })`,
      `analytics.group('group-1', { employees: 12 })`,
      `analytics.alias('user-2', 'user-1')`,
    ],
    types: ['page', 'identify', 'track', 'page', 'group', 'alias'],
    // It leaves out what is null.
    properties: orderWithoutNull,
  },
  {
    name: '@jitsu/js',
    calls: [
      `analytics.identify('user-1', { email: 'a@shop.example', plan: { name: 'gold', seats: 3 } })`,
      `analytics.track('Order Completed', ${JSON.stringify(order)})`,
      `analytics.page({ name: 'Index' })`,
      `analytics.group('group-1', { employees: 12 })`,
    ],
    types: ['page', 'identify', 'track', 'page', 'group'],
    properties: order,
  },
] as const;

function segmentCalls(): readonly string[] {
  return [
    `analytics.identify('user-1', { email: 'a@shop.example', plan: { name: 'gold', seats: 3 } })`,
    `analytics.track('Order Completed', ${JSON.stringify(order)}, { context: { campaign: { source: 'mail' } }, integrations: { Webhook: false } })`,
    `analytics.page('Docs', 'Index', { path: '/docs' })`,
    `analytics.screen('Home', { tab: 1 })`,
    `analytics.group('group-1', { employees: 12 })`,
    `analytics.alias('user-2', 'user-1')`,
  ];
}

describe.each(cells)('$name', ({ name, calls, types, properties }) => {
  let visit: Visit;
  beforeAll(async () => {
    visit = await stories.visit(browserLibraries[name], source);
    for (const call of calls) await visit.page.evaluate(`void ${call}`);
    await waitUntil(
      `${types.length} calls of ${name}`,
      async () => visit.calls('acknowledged').length >= types.length || undefined,
      { withinMs: 20_000 },
    );
  });

  it('sends every type of call, and all of it is archived as it was sent', async () => {
    const typesOf = (exchange: Exchange): readonly unknown[] =>
      readRequest(exchange).map(({ event, call }) => call ?? event['type']);
    expect(visit.calls().flatMap(typesOf).sort()).toEqual([...types].sort());
    const [trackId = ''] = messageIdsIn(visit.calls().filter(call => typesOf(call).includes('track')));
    const row = await stories.story.archived(trackId);
    expect(row).toMatchObject({ event: 'Order Completed', user_id: 'user-1' });
    expect(JSON.parse(String(row['properties']))).toEqual(properties);
    expect(JSON.parse(String(row['context']))).toMatchObject({ page: { url: visit.page.url() } });
    await expectArchivedAsSent(stories.story, visit.calls(), { address: '127.0.0.1' });
    await expectOnceInArchive(stories.story, messageIdsIn(visit.calls()), { withinMs: 10_000 });
  });
});

it('no library asks for anything outside', () => {
  expect(stories.chromium.outsideRequests()).toEqual([]);
});
