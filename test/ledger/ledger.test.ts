import { describe, expect, it } from '@jest/globals';

import { compareLedger, violations, type PlacedEvent, type Sightings } from './ledger.ts';

const placed = (messageId: string, offset: number, profileId = 'p1', partition = 0): PlacedEvent => ({
  messageId,
  profileId,
  partition,
  offset,
});

function aRun(overrides: Partial<Sightings> = {}): Sightings {
  return {
    sent: new Set(['a', 'b', 'c']),
    acknowledged: new Set(['a', 'b', 'c']),
    topics: { 'events.validated.v1': ['a', 'b', 'c'] },
    archive: [placed('a', 1), placed('b', 2), placed('c', 3)],
    deliveries: ['a', 'b', 'c'],
    ...overrides,
  };
}

const verdict = (overrides: Partial<Sightings>) => violations(compareLedger(aRun(overrides)));

describe('a ledger', () => {
  it('is clean when every acknowledged event is everywhere once and in order', () => {
    expect(verdict({})).toEqual([]);
  });

  it('finds what was acknowledged and is missing, place by place', () => {
    expect(verdict({ topics: { t: ['a', 'c'] } })).toEqual(['1 lost in t']);
    expect(verdict({ archive: [placed('a', 1), placed('b', 2)] })).toEqual(['1 lost in archive']);
    expect(verdict({ deliveries: ['a', 'b'] })).toEqual(['1 not delivered']);
  });

  it('does not miss what was never acknowledged, and lets it be there', () => {
    expect(verdict({ acknowledged: new Set(['a', 'b']), topics: { t: ['a', 'b'] } })).toEqual([]);
  });

  it('finds doubles in topics and archive, and counts repeated deliveries without blame', () => {
    expect(verdict({ topics: { t: ['a', 'b', 'b', 'b', 'c'] } })).toEqual(['1 doubled in t']);
    expect(verdict({ archive: [placed('a', 1), placed('b', 2), placed('c', 3), placed('c', 4)] })).toEqual([
      '1 doubled in archive',
    ]);
    const ledger = compareLedger(aRun({ deliveries: ['a', 'b', 'a', 'b', 'c'] }));
    expect(ledger.repeats).toBe(2);
    expect(violations(ledger)).toEqual([]);
  });

  it('leaves events of other runs out', () => {
    expect(
      verdict({ topics: { t: ['x', 'a', 'x', 'b', 'c'] }, deliveries: ['x', 'a', 'x', 'b', 'c'] }),
    ).toEqual([]);
  });

  it('finds a first delivery that came after a later event of the same profile', () => {
    const ledger = compareLedger(aRun({ deliveries: ['b', 'a', 'c'] }));
    expect(ledger.deliveredOutOfOrder).toEqual(['a']);
  });

  it('allows any order between profiles', () => {
    const archive = [placed('a', 1, 'p1'), placed('b', 2, 'p2'), placed('c', 9, 'p3', 1)];
    expect(verdict({ archive, deliveries: ['c', 'b', 'a'] })).toEqual([]);
  });

  it('finds an event archived before an earlier one of its person, partition by partition', () => {
    const sequence = new Map([
      ['a', { person: 'ada', number: 1 }],
      ['b', { person: 'ada', number: 3 }],
      ['c', { person: 'ada', number: 2 }],
    ]);
    expect(verdict({ sequence })).toEqual(['1 archived out of order']);
    const archive = [placed('c', 2, 'p2', 1), placed('b', 2), placed('a', 1)];
    expect(verdict({ sequence, archive, deliveries: ['a', 'b', 'c'] })).toEqual([]);
  });
});
