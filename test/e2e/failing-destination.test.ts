import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { deliveredMessageId } from '../stack/inbox.ts';
import { waitUntil } from '../stack/wait-until.ts';
import { beginStory, type Story } from './story.ts';

let story: Story;
beforeAll(async () => {
  story = await beginStory();
});
afterAll(() => story.end());

it('a destination that fails and recovers gets each event of a person in order', async () => {
  const webhook = await story.addWebhook('shaky');
  const events = Array.from({ length: 8 }, (_, step) => `${story.name}-step-${step}`);
  const accepted = async () => {
    const requests = await story.deliveries(events, webhook.path);
    return requests.filter(({ status }) => status < 300).map(deliveredMessageId);
  };

  await story.inbox.behave({ path: webhook.path, status: 503 });
  for (const messageId of events) {
    await story.send('track', { messageId, anonymousId: `${story.name}-visitor`, event: 'Step Taken' });
  }
  const refused = async () => (await story.deliveries(events, webhook.path)).at(0);
  expect(deliveredMessageId(await waitUntil('a refused delivery', refused, { withinMs: 30_000 }))).toBe(
    events[0],
  );
  // Another destination is not held up by this one.
  await story.delivered(events[events.length - 1] ?? '', '/hook');
  expect(await accepted()).toEqual([]);
  const tried = await story.deliveries(events, webhook.path);
  expect(new Set(tried.map(deliveredMessageId))).toEqual(new Set([events[0]]));

  await story.inbox.behave({ path: webhook.path, status: 200 });
  const all = async () => ((await accepted()).length >= events.length ? true : undefined);
  await waitUntil('the rest of the deliveries', all, { withinMs: 90_000 });
  expect(await accepted()).toEqual(events);
}, 150_000);
