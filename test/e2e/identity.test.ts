import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { beginStory, type Story } from './story.ts';

let story: Story;
beforeAll(async () => {
  story = await beginStory();
});
afterAll(() => story.end());

it('a person who signs in on two devices becomes one profile', async () => {
  const userId = `${story.name}-user`;
  const phone = `${story.name}-phone`;
  const laptop = `${story.name}-laptop`;
  const send = async (type: string, step: string, event: Record<string, unknown>): Promise<string> => {
    const messageId = `${story.name}-${step}`;
    expect((await story.send(type, { messageId, ...event })).status).toBe(200);
    return messageId;
  };
  const profileOf = async (messageId: string): Promise<unknown> =>
    (await story.archived(messageId)).profile_id;

  const onPhone = await send('page', 'phone-visit', { anonymousId: phone, name: 'Home' });
  const onLaptop = await send('page', 'laptop-visit', { anonymousId: laptop, name: 'Home' });
  expect(await profileOf(onPhone)).not.toBe(await profileOf(onLaptop));

  await send('identify', 'phone-sign-in', { anonymousId: phone, userId, traits: { plan: 'club' } });
  const signIn = await send('identify', 'laptop-sign-in', { anonymousId: laptop, userId });
  const changes = await Promise.all([story.archived(signIn, 'identity_changes'), story.archived(signIn)]);
  expect(changes[0]).toMatchObject({ kind: 'merged', survivor_id: await profileOf(onPhone) });

  const later = [
    await send('track', 'phone-later', { anonymousId: phone, event: 'Product Viewed' }),
    await send('track', 'laptop-later', { anonymousId: laptop, event: 'Product Viewed' }),
    await send('track', 'server-later', { userId, event: 'Order Completed' }),
  ];
  expect(new Set(await Promise.all(later.map(profileOf)))).toEqual(new Set([await profileOf(onPhone)]));
});
