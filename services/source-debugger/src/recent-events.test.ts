import { describe, expect, it } from '@jest/globals';
import { A_TIME } from '@millrace/testing';

import { aPassingEvent } from '../test/builders.ts';
import { createRecentEvents } from './recent-events.ts';

const ids = (events: readonly { readonly id: string }[]) => events.map(({ id }) => id);
const inSource = (sourceId: string, offset: number, value = Buffer.alloc(100)) =>
  aPassingEvent(offset, { sourceId, value });

describe('recent events', () => {
  it('are the newest of each source', () => {
    const recent = createRecentEvents({ perSource: 2, maxBytes: 1_000_000 });
    const events = [1, 2, 3].map(offset => inSource('busy', offset));
    const other = inSource('quiet', 0);
    [other, ...events].forEach(recent.add);
    expect(ids(recent.of('busy'))).toEqual(ids(events.slice(1)));
    expect(ids(recent.of('quiet'))).toEqual([other.id]);
    expect(recent.of('silent')).toEqual([]);
  });

  it('are in the order of their time, however they came', () => {
    const recent = createRecentEvents({ perSource: 2, maxBytes: 1_000_000 });
    const [first, second, third] = [1, 2, 3].map(offset => inSource('web', offset));
    [third, first, second].forEach(event => event && recent.add(event));
    expect(ids(recent.of('web'))).toEqual([second?.id, third?.id]);
  });

  it('stay within the memory for all, at the cost of the source that has most', () => {
    const recent = createRecentEvents({ perSource: 500, maxBytes: 10_000 });
    recent.add(inSource('quiet', 0));
    for (let offset = 1; offset < 200; offset += 1) recent.add(inSource('busy', offset));
    expect(recent.bytes()).toBeLessThanOrEqual(10_000);
    expect(recent.of('quiet')).toHaveLength(1);
    expect(recent.of('busy').at(-1)?.passedAt).toBe(A_TIME + 199);
  });
});

describe('what came after an event', () => {
  const recent = createRecentEvents({ perSource: 3, maxBytes: 1_000_000 });
  const events = [1, 2, 3, 4].map(offset => inSource('web', offset));
  events.forEach(recent.add);
  const [dropped, second, third, fourth] = events;

  it('is found by its id', () => {
    expect(recent.after('web', second?.id ?? '')).toEqual({ events: [third, fourth], hasGap: false });
    expect(recent.after('web', fourth?.id ?? '')).toEqual({ events: [], hasGap: false });
  });

  it('includes what came later although it happened before', () => {
    const late = aPassingEvent(9, { sourceId: 'web', passedAt: (third?.passedAt ?? 0) - 0.5 });
    const own = createRecentEvents({ perSource: 10, maxBytes: 1_000_000 });
    events.forEach(own.add);
    own.caughtUp();
    own.add(late);
    expect(ids(own.after('web', fourth?.id ?? '').events)).toEqual([late.id]);
  });

  it('is told by time among what was there at the start, whose topics are read one after the other', () => {
    const own = createRecentEvents({ perSource: 10, maxBytes: 1_000_000 });
    const [one, two, three] = events;
    [two, three, one].forEach(event => event && own.add(event));
    own.caughtUp();
    expect(own.after('web', two?.id ?? '')).toEqual({ events: [three], hasGap: false });
  });

  it('is all there is, perhaps with a gap, where the event is not kept any more', () => {
    expect(recent.after('web', dropped?.id ?? '')).toEqual({ events: [second, third, fourth], hasGap: true });
  });

  it('is what happened since, where another process kept it', () => {
    const ofAnother = aPassingEvent(77, { passedAt: A_TIME + 3 }).id;
    expect(recent.after('web', ofAnother)).toEqual({ events: [third, fourth], hasGap: false });
  });

  it('is everything for what is no id', () => {
    expect(recent.after('web', 'nonsense').events).toHaveLength(3);
  });
});
