import { expect, it } from '@jest/globals';

import { archivedEvent, readRow, receivedAtOf } from './archived-event.ts';
import { parseExactly } from './exact-json.ts';
import { readRequest, type SentEvent } from './sent-request.ts';

const receivedAt = Date.parse('2026-03-01T10:00:10.000Z');

it('the time of an event is corrected by how wrong the clock was when it was sent', () => {
  const [event] = sent('{"batch":[{"timestamp":"2026-03-01T09:00:00Z"}],"sentAt":"2026-03-01T09:00:05Z"}');
  expect(archivedEvent(event, { receivedAt })).toMatchObject({
    original_timestamp: '2026-03-01 09:00:00.000',
    sent_at: '2026-03-01 09:00:05.000',
    timestamp: '2026-03-01 10:00:05.000',
  });
});

it('an event without a time happened when it was received', () => {
  const [event] = sent('{"batch":[{}]}');
  expect(archivedEvent(event, { receivedAt })).toMatchObject({
    timestamp: '2026-03-01 10:00:10.000',
    sent_at: null,
  });
});

it("an event's own context wins over the request's, and an address is added to neither's", () => {
  const [own, none] = sent(
    '{"batch":[{"context":{"a":1,"ip":"::1"}},{}],"context":{"a":2,"b":3},"integrations":{"All":true}}',
  );
  expect(archivedEvent(own, { receivedAt, address: '127.0.0.1' })).toMatchObject({
    context: parseExactly('{"a":1,"b":3,"ip":"::1"}'),
    integrations: { All: true },
  });
  expect(archivedEvent(none, { receivedAt, address: '127.0.0.1' })).toMatchObject({
    context: parseExactly('{"a":2,"b":3,"ip":"127.0.0.1"}'),
  });
});

it('a row reads as what was sent, to the last digit', () => {
  const row = {
    properties: '{ "n": 9007199254740993 }',
    traits: '',
    sent_at: null,
    received_at: '2026-03-01 10:00:10.000',
  };
  expect(readRow(row)).toMatchObject({
    properties: parseExactly('{"n":9007199254740993}'),
    traits: '',
    sent_at: null,
  });
  expect(receivedAtOf(row)).toBe(receivedAt);
});

it('the path of a single call names its type', () => {
  const [single] = readRequest({ path: '/v1/t?a=b', headers: {}, body: Buffer.from('{"type":"page"}') });
  const [jitsu] = readRequest({ path: '/api/s/s2s/group/', headers: {}, body: Buffer.from('{}') });
  expect([single?.call, jitsu?.call]).toEqual(['track', 'group']);
});

function sent(body: string): [SentEvent, SentEvent] {
  return [...readRequest({ path: '/v1/batch', headers: {}, body: Buffer.from(body) })] as [
    SentEvent,
    SentEvent,
  ];
}
