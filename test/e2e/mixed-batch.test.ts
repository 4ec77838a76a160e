import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { beginStory, type Story } from './story.ts';

let story: Story;
beforeAll(async () => {
  story = await beginStory();
});
afterAll(() => story.end());

it('a batch with bad events loses none of the good ones, and says what was wrong with the bad', async () => {
  const anonymousId = `${story.name}-visitor`;
  const id = (step: string): string => `${story.name}-${step}`;
  const nameless = { type: 'track', messageId: id('nameless'), anonymousId, properties: { kept: 'as sent' } };
  const batch = [
    { type: 'track', messageId: id('first'), anonymousId, event: 'First' },
    nameless,
    { type: 'track', messageId: id('nobody'), event: 'Nobody' },
    { type: 'track', messageId: id('list'), anonymousId, event: 'List', properties: [1, 2] },
    { type: 'page', messageId: id('last'), anonymousId, name: 'Last' },
  ];
  expect((await story.send('batch', { batch })).status).toBe(200);

  await Promise.all([story.archived(id('first')), story.archived(id('last'))]);
  const reasons = await Promise.all(
    ['nameless', 'nobody', 'list'].map(async step => {
      const row = await story.archived(id(step), 'blocked_events');
      return [step, row.reason];
    }),
  );
  expect(Object.fromEntries(reasons)).toEqual({
    nameless: 'event_not_defined',
    nobody: 'no_user_anon_id',
    list: 'properties_not_object',
  });
  const { original } = await story.archived(id('nameless'), 'blocked_events');
  expect(JSON.parse(String(original))).toEqual(nameless);
  expect(await story.archive.rowsOf(id('nameless'))).toEqual([]);
});
