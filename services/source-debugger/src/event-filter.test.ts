import { describe, expect, it } from '@jest/globals';

import { aPassingEvent, open } from '../test/builders.ts';
import { matches, mayMatch, parseEventFilter } from './event-filter.ts';

const failed = { stage: 'ingest', reason: 'no_user_anon_id', detail: 'Say who.' };
const unplanned = { stage: 'protocols', reason: 'unplanned_event', detail: null };

const events = {
  order: aPassingEvent(1, { event: { original: '{"event":"Order Completed","coupon":"WINTER"}' } }),
  identify: aPassingEvent(2, {
    event: { type: 'identify', event: null, userId: 'ada', anonymousId: 'device' },
  }),
  page: aPassingEvent(3, { event: { type: 'page', event: null, name: 'Pricing' } }),
  failed: aPassingEvent(4, { block: failed }),
  unplanned: aPassingEvent(5, { event: { event: 'Surprise' }, block: unplanned }),
};

/** Names of the events that a query shows. */
function shown(query: string): readonly string[] {
  const parsed = parseEventFilter(new URLSearchParams(query));
  if ('problem' in parsed) throw new Error(parsed.problem);
  return Object.entries(events).flatMap(([name, event]) => {
    const opened = open(event);
    return mayMatch(parsed.filter, event) && opened && matches(parsed.filter, opened) ? [name] : [];
  });
}

describe('a filter', () => {
  it.each([
    ['', ['order', 'identify', 'page', 'failed', 'unplanned']],
    ['status=allowed', ['order', 'identify', 'page']],
    ['status=blocked', ['failed', 'unplanned']],
    ['status=failed', ['failed']],
    ['status=failed,allowed', ['order', 'identify', 'page', 'failed']],
    ['type=identify,page', ['identify', 'page']],
    ['event=Order Completed', ['order', 'failed']],
    ['event=Pricing', ['page']],
    ['userId=ada', ['identify']],
    ['anonymousId=device', ['identify']],
    ['messageId=message-3', ['page']],
    ['q=winter', ['order']],
    ['q=UNPLANNED', ['unplanned']],
    ['q=MESSAGE-2', ['identify']],
    ['status=blocked&event=Surprise', ['unplanned']],
  ])('"%s" wants %p', (query, expected) => {
    expect(shown(query)).toEqual(expected);
  });

  it('refuses a status there is none of', () => {
    expect(parseEventFilter(new URLSearchParams('status=allowed,lost'))).toEqual({
      problem: 'status must be of allowed, blocked, failed, not lost',
    });
  });
});
