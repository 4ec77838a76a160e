import { describe, expect, it } from '@jest/globals';
import type { Event } from '@millrace/contracts';
import { eventTypes } from '@millrace/domain';
import fc from 'fast-check';

import { eventJson } from './event-json.ts';

const text = fc.option(fc.string({ unit: 'binary' }), { nil: null });
const object = fc.option(
  fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()).map(value => JSON.stringify(value)),
  {
    nil: null,
  },
);
const time = fc.integer({ min: -8.64e15, max: 8.64e15 });

const event: fc.Arbitrary<Event> = fc.record({
  messageId: fc.string({ unit: 'binary' }),
  type: fc.constantFrom(...eventTypes),
  event: text,
  name: text,
  category: text,
  userId: text,
  anonymousId: text,
  groupId: text,
  previousId: text,
  sourceId: fc.string(),
  timestamp: time,
  originalTimestamp: time,
  sentAt: fc.option(time, { nil: null }),
  receivedAt: time,
  channel: text,
  version: text,
  properties: object,
  traits: object,
  context: object,
  integrations: object,
  malformed: fc.constant([]),
  refusal: fc.constant(null),
  original: fc.constant('{}'),
});

describe('eventJson', () => {
  it('holds times that no date can have at the furthest one that can', () => {
    const [given] = fc.sample(event, 1);
    if (given === undefined) throw new Error('no sample');
    const sent = JSON.parse(eventJson({ ...given, timestamp: 9e15, originalTimestamp: -9e15 })) as object;
    expect(sent).toMatchObject({
      timestamp: '+275760-09-13T00:00:00.000Z',
      originalTimestamp: '-271821-04-20T00:00:00.000Z',
    });
  });

  it('is JSON with every member that is set, each as it was sent', () => {
    fc.assert(
      fc.property(event, given => {
        const sent = JSON.parse(eventJson(given)) as Record<string, unknown>;
        for (const member of [
          'messageId',
          'type',
          'event',
          'name',
          'category',
          'userId',
          'anonymousId',
        ] as const) {
          expect(sent[member]).toBe(given[member] ?? undefined);
        }
        for (const member of ['groupId', 'previousId', 'channel', 'version'] as const) {
          expect(sent[member]).toBe(given[member] ?? undefined);
        }
        for (const member of ['properties', 'traits', 'context', 'integrations'] as const) {
          const text = given[member];
          if (text !== null) expect(sent[member]).toEqual(JSON.parse(text));
        }
        for (const member of ['timestamp', 'originalTimestamp', 'receivedAt', 'sentAt'] as const) {
          const at = given[member];
          expect(sent[member]).toBe(at === null ? undefined : new Date(at).toISOString());
        }
        expect(sent).not.toHaveProperty('original');
      }),
    );
  });
});
