import { expect, it } from '@jest/globals';

import { aPassingEvent, open } from '../test/builders.ts';
import type { EventStream, Open } from './event-stream.ts';
import { createLiveEvents } from './live-events.ts';
import { createRecentEvents } from './recent-events.ts';

function setUp() {
  const opened: string[] = [];
  const counting: Open = event => {
    opened.push(event.id);
    return open(event);
  };
  const recent = createRecentEvents({ perSource: 500, maxBytes: 1_000_000 });
  return { live: createLiveEvents({ recent, open: counting }), opened };
}

function aStream(): EventStream & { readonly begun: string[]; readonly offered: string[]; left: number } {
  const begun: string[] = [];
  const offered: string[] = [];
  return {
    begun,
    offered,
    left: 0,
    begin: (recent, { hasGap }) => void begun.push(...recent.map(({ id }) => id), ...(hasGap ? ['gap'] : [])),
    offer: (event, openThis) => void offered.push(`${openThis(event)?.event.messageId}`),
    skipped(records) {
      this.left += records;
    },
    report: () => undefined,
    beat: () => undefined,
    flush: () => undefined,
  };
}

it('events go to the streams of their source, decoded once for all', () => {
  const { live, opened } = setUp();
  const [one, other, elsewhere] = [aStream(), aStream(), aStream()];
  live.join(one, { sourceId: 'source-1', afterId: undefined });
  const leave = live.join(other, { sourceId: 'source-1', afterId: undefined });
  live.join(elsewhere, { sourceId: 'source-2', afterId: undefined });
  live.pass(aPassingEvent(1));
  leave();
  live.pass(aPassingEvent(2));
  expect([one.offered, other.offered, elsewhere.offered]).toEqual([
    ['message-1', 'message-2'],
    ['message-1'],
    [],
  ]);
  expect(opened).toHaveLength(2);
  expect(live.streams()).toBe(2);
});

it('nothing is decoded while nobody reads', () => {
  const { live, opened } = setUp();
  live.pass(aPassingEvent(1));
  expect(opened).toEqual([]);
});

it('a stream begins with what is recent, or with what came since', () => {
  const { live } = setUp();
  const events = [1, 2, 3].map(offset => aPassingEvent(offset));
  events.forEach(live.pass);
  const [fresh, returning] = [aStream(), aStream()];
  live.join(fresh, { sourceId: 'source-1', afterId: undefined });
  live.join(returning, { sourceId: 'source-1', afterId: events[1]?.id });
  expect(fresh.begun).toEqual(events.map(({ id }) => id));
  expect(returning.begun).toEqual([events[2]?.id]);
});

it('every stream is told what was skipped, whosever it was', () => {
  const { live } = setUp();
  const stream = aStream();
  live.join(stream, { sourceId: 'source-1', afterId: undefined });
  live.skipped(7);
  expect(stream.left).toBe(7);
});
