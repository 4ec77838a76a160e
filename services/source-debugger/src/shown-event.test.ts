import { expect, it } from '@jest/globals';

import { aPassingEvent, open } from '../test/builders.ts';
import type { PassingEvent } from './passing-event.ts';
import { serverSentEvent } from './server-sent-events.ts';
import { shownEvent } from './shown-event.ts';

const textOf = (event: PassingEvent): string => {
  const opened = open(event);
  if (opened === undefined) throw new Error('it does not open');
  return shownEvent(event, opened);
};

it('an event is shown with its original, number for number', () => {
  const original = '{"type":"track",\n "properties":{"total":12345678901234567890}}';
  const event = aPassingEvent(1, { event: { original, context: '{"ip":"1.2.3.4"}' } });
  const text = textOf(event);
  expect(text).toContain(original);
  expect(JSON.parse(text)).toEqual({
    id: event.id,
    status: 'allowed',
    type: 'track',
    event: 'Order Completed',
    userId: 'user-1',
    messageId: 'message-1',
    timestamp: '2026-01-01T00:00:00.000Z',
    receivedAt: '2026-01-01T00:00:00.000Z',
    context: { ip: '1.2.3.4' },
    original: { type: 'track', properties: { total: 12345678901234567000 } },
  });
});

it('a blocked event is shown with the check that stopped it and why', () => {
  const block = { stage: 'ingest', reason: 'no_user_anon_id', detail: 'Say who.' };
  expect(JSON.parse(textOf(aPassingEvent(1, { block })))).toMatchObject({ status: 'blocked', ...block });
});

it('an original that is no JSON is shown as a text', () => {
  expect(JSON.parse(textOf(aPassingEvent(1, { event: { original: '{"cut' } })))).toMatchObject({
    original: '{"cut',
  });
});

it('a server-sent event keeps its line breaks, whatever they are', () => {
  expect(serverSentEvent('{\r\n1\r2\n}', { id: '7', name: 'live' })).toBe(
    'id: 7\nevent: live\ndata: {\ndata: 1\ndata: 2\ndata: }\n\n',
  );
});
