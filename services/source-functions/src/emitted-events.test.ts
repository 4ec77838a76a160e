import { describe, expect, it } from '@jest/globals';
import type { EmittedEvent } from '@millrace/sandbox';
import { A_TIME } from '@millrace/testing';

import { emittedEvents } from './emitted-events.ts';
import { aFunction, anInvocation, aRun, returned } from './fixtures/functions.ts';

const eventsOf = (...emitted: EmittedEvent[]) =>
  emittedEvents(anInvocation(aRun(returned)), aFunction(), emitted);

describe('what a function sent', () => {
  it('is as if a client had sent it, made by the function', () => {
    const [event] = eventsOf({
      type: 'track',
      event: {
        userId: 'u-1',
        event: 'Invoice Paid',
        properties: { total: 12.5 },
        context: { ip: '0.0.0.0' },
        timestamp: '2025-12-31T23:00:00.000Z',
      },
    });
    expect(event).toMatchObject({
      type: 'track',
      event: 'Invoice Paid',
      userId: 'u-1',
      properties: '{"total":12.5}',
      originalTimestamp: A_TIME - 3_600_000,
      receivedAt: A_TIME,
      refusal: null,
    });
    expect(JSON.parse(event?.context ?? '')).toEqual({
      library: { name: 'Billing', version: '3' },
      ip: '0.0.0.0',
    });
  });

  it('has ids of its invocation and place, unless it brings its own: a repeated run gives the same', () => {
    const sent = [
      { type: 'track', event: { userId: 'u-1', event: 'A' } },
      { type: 'identify', event: { userId: 'u-1', messageId: 'mine' } },
      { type: 'page', event: { userId: 'u-1' } },
    ] as const;
    const ids = eventsOf(...sent).map(({ messageId }) => messageId);
    expect(ids).toEqual(['invocation-1-0', 'mine', 'invocation-1-2']);
    expect(eventsOf(...sent).map(({ messageId }) => messageId)).toEqual(ids);
  });

  it('is judged as what a client sent: the validator finds out what is wrong', () => {
    expect(eventsOf({ type: 'track', event: { event: 5 } })).toMatchObject([
      { event: null, malformed: ['event'] },
    ]);
  });

  it('has no events of objects', () => {
    expect(eventsOf({ type: 'set', event: { collection: 'invoices' } })).toEqual([]);
  });
});
