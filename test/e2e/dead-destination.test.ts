import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { beginStory, type Story } from './story.ts';

let story: Story;
beforeAll(async () => {
  story = await beginStory();
});
afterAll(() => story.end());

it('a destination that never answers changes nothing for the one beside it', async () => {
  const webhook = await story.addWebhook('dead');
  await story.inbox.behave({ path: webhook.path, delayMs: 60_000 });
  const events = Array.from({ length: 200 }, (_, step) => `${story.name}-step-${step}`);
  const batch = events.map((messageId, step) => ({
    type: 'track',
    messageId,
    anonymousId: `${story.name}-visitor-${step}`,
    event: 'Step Taken',
  }));
  expect((await story.send('batch', { batch })).status).toBe(200);

  await Promise.all(events.map(messageId => story.delivered(messageId, '/hook')));
  const toDead = await story.deliveries(events, webhook.path);
  expect(toDead.length).toBeGreaterThan(0);
});
