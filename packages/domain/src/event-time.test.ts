import { describe, expect, it } from '@jest/globals';

import { correctedTimestamp, effectiveTime } from './event-time.ts';

describe('correctedTimestamp', () => {
  it('moves the event by the distance between the two clocks', () => {
    const clientAheadByMs = 3_600_000;
    expect(
      correctedTimestamp({
        originalTimestamp: 1_000_000 + clientAheadByMs,
        sentAt: 1_000_500 + clientAheadByMs,
        receivedAt: 1_000_500,
      }),
    ).toBe(1_000_000);
  });

  it('agrees with the published example', () => {
    const times = {
      originalTimestamp: Date.parse('2015-12-12T19:11:01.152Z'),
      sentAt: Date.parse('2015-12-12T19:11:01.169Z'),
      receivedAt: Date.parse('2015-12-12T19:11:01.266Z'),
    };
    expect(new Date(correctedTimestamp(times)).toISOString()).toBe('2015-12-12T19:11:01.249Z');
  });

  it('trusts the client where it did not say when it sent', () => {
    expect(correctedTimestamp({ originalTimestamp: 5, sentAt: undefined, receivedAt: 9 })).toBe(5);
  });
});

describe('effectiveTime', () => {
  it('is the timestamp up to the bound and receivedAt beyond it', () => {
    expect(effectiveTime(1_300, 1_000, 300)).toBe(1_300);
    expect(effectiveTime(1_301, 1_000, 300)).toBe(1_000);
  });

  it('leaves the past alone', () => {
    expect(effectiveTime(1, 1_000, 300)).toBe(1);
  });
});
