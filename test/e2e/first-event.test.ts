import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Analytics } from '@segment/analytics-node';

import { shop } from '../stack/shop.ts';
import { beginStory, type Story } from './story.ts';

let story: Story;
beforeAll(async () => {
  story = await beginStory();
});
afterAll(() => story.end());

it("an event of Segment's own client library reaches the archive and the webhook", async () => {
  const messageId = `${story.name}-order`;
  const analytics = new Analytics({ writeKey: shop.serverWriteKey, host: story.endpoints.gateway });
  analytics.track({
    messageId,
    userId: `${story.name}-user`,
    event: 'Order Completed',
    properties: { orderId: '1001', revenue: 64.5, currency: 'EUR' },
  });
  await analytics.closeAndFlush();

  const row = await story.archived(messageId);
  expect(row).toMatchObject({ type: 'track', event: 'Order Completed', user_id: `${story.name}-user` });
  expect(row.profile_id).toMatch(/^use_/);

  const request = await story.delivered(messageId);
  expect(request.headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': 'Segment.io/1.0',
    'idempotency-key': messageId,
  });
  expect(JSON.parse(request.body)).toMatchObject({
    messageId,
    type: 'track',
    event: 'Order Completed',
    userId: `${story.name}-user`,
    properties: { orderId: '1001', revenue: 64.5, currency: 'EUR' },
    context: { library: { name: '@segment/analytics-node' } },
  });
});
