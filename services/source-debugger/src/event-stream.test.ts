import { describe, expect, it } from '@jest/globals';

import { aPassingEvent, open } from '../test/builders.ts';
import type { EventFilter } from './event-filter.ts';
import { createEventStream, type StreamLimits } from './event-stream.ts';

const WIDE: StreamLimits = { lookRate: 1_000, showRate: 1_000, maxWaitingBytes: 1e6, maxWaitingEvents: 10 };

function aStream(
  options: {
    readonly filter?: EventFilter;
    readonly last?: number;
    readonly limits?: Partial<StreamLimits>;
  } = {},
) {
  const written: string[] = [];
  const connection = { waiting: 0, now: 0 };
  const stream = createEventStream({
    filter: options.filter ?? {},
    last: options.last ?? 500,
    reader: { write: text => void written.push(text), waitingBytes: () => connection.waiting },
    open,
    limits: { ...WIDE, ...options.limits },
    now: () => connection.now,
  });
  /** What was written since the last call: names of notices with their facts, and message ids. */
  const seen = (): readonly string[] =>
    written.splice(0).map(text => {
      const [, name] = /^event: (.*)$/m.exec(text) ?? [];
      const [, json = '{}'] = /^data: (.*)$/m.exec(text) ?? [];
      if (name !== undefined) return `${name} ${json}`;
      return text.startsWith(':') ? 'heartbeat' : (JSON.parse(json) as { messageId: string }).messageId;
    });
  return { stream, connection, seen, written };
}

const events = (...offsets: readonly number[]) => offsets.map(offset => aPassingEvent(offset));

describe('a stream', () => {
  it('begins with what has passed, then says that the rest is live', () => {
    const { stream, seen } = aStream();
    stream.begin(events(1, 2), { hasGap: false });
    expect(seen()).toEqual(['message-1', 'message-2', 'live {"shown":2}']);
    stream.offer(aPassingEvent(3), open);
    expect(seen()).toEqual(['message-3']);
  });

  it('begins with the newest that are wanted', () => {
    const filter = { messageId: 'message-1' };
    const one = aStream({ filter, last: 1 });
    one.stream.begin(events(1, 2), { hasGap: false });
    expect(one.seen()).toEqual(['message-1', 'live {"shown":1}']);
    const none = aStream({ last: 0 });
    none.stream.begin(events(1, 2), { hasGap: true });
    expect(none.seen()).toEqual(['gap {}', 'live {"shown":0}']);
  });

  it('tells where to go on, also to a reader who is shown nothing', () => {
    const { stream, written } = aStream({ last: 0 });
    stream.begin(events(1, 2), { hasGap: false });
    expect(written).toEqual([`id: ${aPassingEvent(2).id}\nevent: live\ndata: {"shown":0}\n\n`]);
  });

  it('passes over what cannot be opened', () => {
    const { stream, seen } = aStream();
    const poison = aPassingEvent(1, { value: Buffer.from('poison') });
    stream.begin([poison], { hasGap: false });
    stream.offer(poison, open);
    expect(seen()).toEqual(['live {"shown":0}']);
  });

  it('shows no more in a second than it may, and says what was left out', () => {
    const { stream, seen, connection } = aStream({ limits: { showRate: 2 } });
    for (const event of events(1, 2, 3, 4)) stream.offer(event, open);
    expect(seen()).toEqual(['message-1', 'message-2']);
    stream.report();
    stream.report();
    expect(seen()).toEqual(['sampled {"tooFast":2,"slowReader":0,"load":0}']);
    connection.now = 1_000;
    stream.offer(aPassingEvent(5), open);
    expect(seen()).toEqual(['message-5']);
  });

  it('looks into no more in a second than it may, and into none that cannot match', () => {
    const { stream, seen } = aStream({
      filter: { types: new Set(['track']), userId: 'ada' },
      limits: { lookRate: 1 },
    });
    stream.offer(aPassingEvent(1, { type: 'page' }), open);
    stream.offer(aPassingEvent(2, { event: { userId: 'ada' } }), open);
    stream.offer(aPassingEvent(3, { event: { userId: 'ada' } }), open);
    stream.report();
    expect(seen()).toEqual(['message-2', 'sampled {"tooFast":1,"slowReader":0,"load":0}']);
  });

  it('says how much of the topics nobody looked at', () => {
    const { stream, seen } = aStream();
    stream.skipped(40);
    stream.skipped(2);
    stream.report();
    expect(seen()).toEqual(['sampled {"tooFast":0,"slowReader":0,"load":42}']);
  });
});

describe('a reader who is slow', () => {
  it('is shown what passed once there is room, and leaves out what does not fit', () => {
    const { stream, seen, connection } = aStream({
      last: 2,
      limits: { maxWaitingBytes: 100, maxWaitingEvents: 3 },
    });
    connection.waiting = 101;
    stream.begin(events(1, 2), { hasGap: false });
    for (const event of events(3, 4, 5, 6)) stream.offer(event, open);
    stream.report();
    expect(seen()).toEqual([]);
    connection.waiting = 0;
    stream.flush();
    stream.report();
    expect(seen()).toEqual([
      'message-1',
      'message-2',
      'live {"shown":2}',
      'message-3',
      'message-4',
      'sampled {"tooFast":0,"slowReader":2,"load":0}',
    ]);
  });

  it('gets no heartbeat on top of what waits', () => {
    const { stream, seen, connection } = aStream();
    connection.waiting = 1;
    stream.beat();
    expect(seen()).toEqual([]);
    connection.waiting = 0;
    stream.beat();
    expect(seen()).toEqual(['heartbeat']);
  });
});
