import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { beginStory, type Story } from './story.ts';

let story: Story;
beforeAll(async () => {
  story = await beginStory();
});
afterAll(() => story.end());

it('an event that a client sends again after a lost reply counts once', async () => {
  const messageId = `${story.name}-order`;
  const order = { messageId, anonymousId: `${story.name}-visitor`, event: 'Order Completed' };
  const marker = { messageId: `${story.name}-after`, anonymousId: `${story.name}-visitor`, event: 'Left' };

  for (let attempt = 0; attempt < 3; attempt++) expect((await story.send('track', order)).status).toBe(200);
  const batch = [
    { type: 'track', ...order },
    { type: 'track', ...order },
    { type: 'track', ...marker },
  ];
  expect((await story.send('batch', { batch })).status).toBe(200);

  // Everything of one person stays in order: once the last has arrived, a second copy of the first would have, too.
  await Promise.all([story.archived(marker.messageId), story.delivered(marker.messageId)]);
  expect(await story.archive.rowsOf(messageId)).toHaveLength(1);
  expect(await story.deliveries([messageId], '/hook')).toHaveLength(1);
});
