import { describe, expect, it } from '@jest/globals';

import { summaries, withinLimit, type KnownNames, type Tally } from './summary.ts';

const named = (name: string) => {
  const summary = summaries.find(one => one.name === name);
  if (summary === undefined) throw new Error(`nothing is called ${name}`);
  return { ...summary, maxNames: 3 };
};
const tally = (overrides: Partial<Tally>): Tally => ({
  sourceId: 'web',
  type: 'track',
  event: 'A',
  detail: [''],
  events: 1,
  firstSeenAt: 0,
  lastSeenAt: 0,
  ...overrides,
});
const nobody: KnownNames = new Map();

describe('kinds of events', () => {
  const events = named('allowed-events');
  const shown = (tallies: readonly Tally[], known = nobody) =>
    withinLimit(events, tallies, known).map(({ event, events: count }) => `${event}:${count}`);

  it('beyond the number that is told apart are counted together', () => {
    const tallies = ['A', 'B', 'C', 'D', 'E'].map((event, index) => tally({ event, events: 10 - index }));
    expect(shown(tallies)).toEqual(['A:10', 'B:9', 'C:8', ':7', ':6']);
  });

  it('that are known keep their place', () => {
    const known = new Map([['web', { names: new Set(['track\nD', 'track\nE']), count: 2 }]]);
    const tallies = ['A', 'B', 'D', 'E'].map(event => tally({ event }));
    expect(shown(tallies, known)).toEqual(['A:1', ':1', 'D:1', 'E:1']);
  });

  it('are counted for each source by itself', () => {
    const tallies = ['A', 'B', 'C'].flatMap(event => [tally({ event }), tally({ event, sourceId: 'app' })]);
    expect(shown(tallies)).not.toContain(':1');
  });

  it('take one place for all reasons', () => {
    const blocked = ['bad_request', 'no_event'].flatMap(reason =>
      ['A', 'B', 'C'].map(event => tally({ event, detail: [reason] })),
    );
    expect(withinLimit(named('blocked-events'), blocked, nobody)).toHaveLength(6);
    expect(shown(blocked)).not.toContain(':1');
  });
});

it('properties beyond the number that is told apart are left out, types are not', () => {
  const tallies = ['a', 'b', 'c', 'd'].flatMap(path => [
    tally({ detail: [path, 'number'], events: 5 }),
    tally({ detail: [path, 'string'] }),
  ]);
  const kept = withinLimit(named('properties'), tallies, nobody).map(({ detail }) => detail.join(' '));
  expect(kept.toSorted()).toEqual(['a number', 'a string', 'b number', 'b string', 'c number', 'c string']);
});
