import { describe, expect, it } from '@jest/globals';

import { archivedEvent } from '../sdk/archived-event.ts';
import { isExactObject, spelled, type ExactJson } from '../sdk/exact-json.ts';
import { readRequest, type SentEvent } from '../sdk/sent-request.ts';
import type { ArchiveRow } from '../stack/archive.ts';
import type { UsedLibrary } from './client-report.ts';
import { unaskedEvents, verdictOf } from './verdict.ts';

const RECEIVED_AT = Date.parse('2026-03-01T10:00:10.000Z');

const event = { type: 'track', messageId: 'm', userId: 'u', event: 'E', properties: { n: 'one' } };
const library: UsedLibrary = {
  library: 'analytics',
  version: '1',
  calls: [{ call: 'track', where: { messageId: 'm' }, expect: { event: 'E', properties: { n: 'one' } } }],
};
const differences = (written: readonly SentEvent[], rows: readonly ArchiveRow[]): readonly string[] =>
  verdictOf(library, { written: written.map(sent => ({ sent, at: RECEIVED_AT - 5 })), rows }).differences;

describe('a call', () => {
  it('is as sent when the archive has one row of what the library wrote and the program meant', () => {
    expect(differences(sent(event), rowsOf(sent(event)))).toEqual([]);
    // Sent again, stored once.
    expect(differences([...sent(event), ...sent(event)], rowsOf(sent(event)))).toEqual([]);
  });

  it.each([
    ['was never sent', sent({ ...event, messageId: 'other' }), [], 'the library did not send it'],
    ['is lost', sent(event), [], 'it is not in the archive'],
    [
      'comes twice',
      sent(event),
      [...rowsOf(sent(event)), ...rowsOf(sent(event))],
      'it is in the archive 2 times',
    ],
    [
      'is altered by the library',
      sent({ ...event, event: 'F' }),
      rowsOf(sent({ ...event, event: 'F' })),
      'event is "F", not "E"',
    ],
    [
      'is altered on the way',
      sent(event),
      rowsOf(sent(event)).map(row => ({ ...row, user_id: 'v' })),
      'the column user_id is "v", not "u"',
    ],
  ])('that %s differs', (_what, written, rows, difference) => {
    expect(differences(written, rows)).toEqual([`track: ${difference}`]);
  });

  it('must identify one event', () => {
    const asked = { ...library, calls: [{ call: 'any', where: { userId: 'u' }, expect: {} }] };
    const written = [...sent(event), ...sent({ ...event, messageId: 'n' })];
    const evidence = { written: written.map(one => ({ sent: one, at: RECEIVED_AT })), rows: [] };
    expect(verdictOf(asked, evidence).differences).toEqual(['any: 2 events are as its where says']);
  });

  it('needs no message id of its own', () => {
    const bare = { ...event, messageId: undefined };
    const asked = { ...library, calls: [{ call: 'bare', where: { userId: 'u' }, expect: { event: 'E' } }] };
    const rows = rowsOf(sent(bare)).map(row => ({ ...row, message_id: 'made-by-the-gateway' }));
    const evidence = { written: sent(bare).map(one => ({ sent: one, at: RECEIVED_AT })), rows };
    expect(verdictOf(asked, evidence).differences).toEqual([]);
    expect(unaskedEvents([asked], evidence)).toEqual([]);
  });
});

it('what nobody asked for is told, sent or stored', () => {
  const other = sent({ ...event, messageId: 'other' });
  const evidence = { written: other.map(one => ({ sent: one, at: RECEIVED_AT })), rows: rowsOf(other) };
  expect(unaskedEvents([library], evidence)).toEqual([
    expect.stringContaining('nobody asked for {'),
    expect.stringContaining('nobody asked for what is in the archive: {'),
  ]);
});

function sent(one: Readonly<Record<string, unknown>>): readonly SentEvent[] {
  const body = Buffer.from(JSON.stringify({ batch: [one], sentAt: '2026-03-01T10:00:09Z' }));
  return readRequest({ path: '/v1/batch', headers: {}, body });
}

/** The rows that an archive without faults has of these. */
function rowsOf(events: readonly SentEvent[]): readonly ArchiveRow[] {
  return events.map(one => {
    const columns = Object.entries(
      archivedEvent(one, { receivedAt: RECEIVED_AT }) as Record<string, ExactJson>,
    );
    const row = columns.map(([name, value]) => [name, isExactObject(value) ? spelled(value) : value]);
    return { ...Object.fromEntries(row), received_at: '2026-03-01 10:00:10.000' } as ArchiveRow;
  });
}
