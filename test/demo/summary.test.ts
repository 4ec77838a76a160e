import { describe, expect, it } from '@jest/globals';

import { compareLedger, type PlacedEvent } from '../ledger/ledger.ts';
import { percentile } from './percentile.ts';
import { summarize } from './summary.ts';

const placed = (messageId: string, offset: number): PlacedEvent => ({
  messageId,
  profileId: 'p',
  partition: 0,
  offset,
});

describe('the closing table', () => {
  it('is content when everything arrived once and in order', () => {
    const ledger = compareLedger({
      sent: new Set(['a', 'b']),
      acknowledged: new Set(['a', 'b']),
      topics: {},
      archive: [placed('a', 1), placed('b', 2)],
      deliveries: ['a', 'b'],
    });
    const { rows, verdict } = summarize(ledger, [10, 20, 1500]);
    expect(verdict).toEqual([]);
    expect(Object.fromEntries(rows)).toEqual({
      sent: '2',
      acknowledged: '2',
      archived: '2',
      delivered: '2',
      'out of order': '0',
      duplicated: '0',
      lost: '0',
      'p50 from 200 to inbox': '20 ms',
      'p99 from 200 to inbox': '1.50 s',
    });
  });

  it('counts an event once as lost, wherever it is missing, and names each breach', () => {
    const ledger = compareLedger({
      sent: new Set(['a', 'b', 'c']),
      acknowledged: new Set(['a', 'b']),
      topics: {},
      archive: [placed('b', 2)],
      deliveries: ['b', 'b'],
    });
    const { rows, verdict } = summarize(ledger, []);
    expect(Object.fromEntries(rows)).toMatchObject({
      lost: '1',
      duplicated: '1',
      'p50 from 200 to inbox': 'n/a',
    });
    expect(verdict).toEqual([
      '1 not acknowledged',
      '1 lost in archive',
      '1 not delivered',
      '1 delivered more than once',
    ]);
  });
});

it('a percentile is the nearest rank', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([0.5, 0.99, 1].map(share => percentile(values, share))).toEqual([50, 99, 100]);
  expect(percentile([], 0.5)).toBeUndefined();
});
