import { describe, expect, it } from '@jest/globals';

import { seenEventsAnswer, seenPropertiesAnswer } from './source-schema.ts';

const seen = (overrides: Partial<Parameters<typeof seenEventsAnswer>[0][number]>) => ({
  type: 'track',
  event: '',
  reason: '',
  count: 1,
  firstSeenAt: 1_000,
  lastSeenAt: 2_000,
  ...overrides,
});

describe('the events of a source', () => {
  it('have all their fates in one entry', () => {
    const { events } = seenEventsAnswer([
      seen({ event: 'Order Completed', count: 7 }),
      seen({ event: 'Order Completed', reason: 'no_user_anon_id', count: 2, firstSeenAt: 500 }),
      seen({ event: 'Order Completed', reason: 'bad_request', count: 1, lastSeenAt: 9_000 }),
    ]);
    expect(events).toEqual([
      {
        id: 'track\nOrder Completed',
        event: {
          type: 'track',
          name: 'Order Completed',
          event: 'Order Completed',
          allowed: 7,
          blocked: 3,
          blockedByReason: { no_user_anon_id: 2, bad_request: 1 },
          firstSeenAt: '1970-01-01T00:00:00.500Z',
          lastSeenAt: '1970-01-01T00:00:09.000Z',
        },
      },
    ]);
  });

  it('are named as Segment names them, and sorted by their ids', () => {
    const { events } = seenEventsAnswer([
      seen({ type: 'screen' }),
      seen({ type: 'page' }),
      seen({ event: 'B' }),
      seen({ event: 'A' }),
      seen({ type: 'identify' }),
    ]);
    expect(events.map(({ event }) => event.name)).toEqual([
      'identify',
      'Page Viewed',
      'Screen Viewed',
      'A',
      'B',
    ]);
  });

  it('that are not told apart stand aside', () => {
    const unlisted = [seen({ type: '', count: 5 }), seen({ type: '', reason: 'bad_request', count: 3 })];
    expect(seenEventsAnswer(unlisted)).toEqual({ events: [], others: { allowed: 5, blocked: 3 } });
    expect(seenEventsAnswer([seen({})]).others).toBeUndefined();
  });
});

it('the properties of an event have their types in one entry', () => {
  const of = (path: string, jsonType: string, count: number) => ({
    path,
    jsonType,
    count,
    firstSeenAt: 0,
    lastSeenAt: 0,
  });
  const lifetime = { firstSeenAt: '1970-01-01T00:00:00.000Z', lastSeenAt: '1970-01-01T00:00:00.000Z' };
  expect(
    seenPropertiesAnswer([of('total', 'number', 3), of('id', 'string', 4), of('total', 'string', 1)]),
  ).toEqual([
    { path: 'id', types: { string: 4 }, ...lifetime },
    { path: 'total', types: { number: 3, string: 1 }, ...lifetime },
  ]);
});
