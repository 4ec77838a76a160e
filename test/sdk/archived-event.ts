import type { ArchiveRow } from '../stack/archive.ts';
import { isExactObject, parseExactly, textOf, type ExactJson, type ExactObject } from './exact-json.ts';
import type { SentEvent } from './sent-request.ts';

/** What the archive must say about an event that a client sent: every column but the place in the log. */
export type ArchivedEvent = Readonly<Record<(typeof columns)[number], unknown>>;

const columns = [
  'message_id',
  'type',
  'event',
  'name',
  'category',
  'user_id',
  'anonymous_id',
  'group_id',
  'previous_id',
  'channel',
  'original_timestamp',
  'sent_at',
  'timestamp',
  'effective_at',
  'properties',
  'traits',
  'context',
  'integrations',
  'original',
] as const;

const jsonColumns: ReadonlySet<string> = new Set([
  'properties',
  'traits',
  'context',
  'integrations',
  'original',
]);

/** The same columns of a row, with JSON parsed: how a text is spaced or escaped says nothing. */
export function readRow(row: ArchiveRow): ArchivedEvent {
  const read = (column: string): unknown => {
    const value = row[column];
    return jsonColumns.has(column) && typeof value === 'string' && value !== '' ? parseExactly(value) : value;
  };
  return Object.fromEntries(columns.map(column => [column, read(column)])) as ArchivedEvent;
}

/**
 * What the archive must have for an event, by the rules of Segment's specification: absent text is '', and a number is a fine id. `receivedAt` is the row's own (epoch
 * milliseconds); `address` is the client's, for sources on people's devices.
 */
export function archivedEvent(
  { event, call, sentAt, context, integrations }: SentEvent,
  { receivedAt, address }: { readonly receivedAt: number; readonly address?: string | undefined },
): ArchivedEvent {
  const told = timeOf(event['timestamp'] ?? event['originalTimestamp']);
  const original = told ?? receivedAt;
  const sent = timeOf(sentAt ?? event['sentAt']);
  // The client's clock may be wrong, but by as much when it made the event as when it sent it.
  const isCorrected = told !== undefined && sent !== undefined && sent >= 0;
  const timestamp = isCorrected ? receivedAt - (sent - told) : original;
  return {
    message_id: textOf(event['messageId']),
    type: call ?? textOf(event['type']),
    event: textOf(event['event']),
    name: textOf(event['name']),
    category: textOf(event['category']),
    user_id: textOf(event['userId']),
    anonymous_id: textOf(event['anonymousId']),
    group_id: textOf(event['groupId']),
    previous_id: textOf(event['previousId']),
    channel: textOf(event['channel']),
    original_timestamp: archivedTime(original),
    sent_at: sent === undefined ? null : archivedTime(sent),
    timestamp: archivedTime(timestamp),
    effective_at: archivedTime(timestamp),
    properties: objectOf(event['properties']),
    traits: objectOf(event['traits']),
    context: withAddress(merged(context, event['context']), address),
    integrations: merged(integrations, event['integrations']),
    original: event,
  };
}

/** When a row says its event was received; epoch milliseconds. */
export function receivedAtOf(row: ArchiveRow): number {
  return Date.parse(`${String(row['received_at']).replace(' ', 'T')}Z`);
}

function objectOf(value: ExactJson | undefined): ExactObject | '' {
  return isExactObject(value) ? value : '';
}

/** A time without a zone is one of UTC, wherever the test runs. */
function timeOf(value: ExactJson | undefined): number | undefined {
  if (typeof value !== 'string' || value === '') return undefined;
  return Date.parse(/(Z|[+-]\d{2}:\d{2})$/.test(value) ? value : `${value}Z`);
}

/** What the request says counts for every event; the event's own members win. */
function merged(shared: ExactJson | undefined, own: ExactJson | undefined): ExactObject | '' {
  if (!isExactObject(shared)) return objectOf(own);
  return isExactObject(own) ? { ...shared, ...own } : shared;
}

function withAddress(context: ExactObject | '', address: string | undefined): ExactObject | '' {
  if (address === undefined || (context !== '' && context['ip'] !== undefined)) return context;
  return { ...(context === '' ? {} : context), ip: address };
}

/** A time as ClickHouse's JSON spells a DateTime64(3). */
function archivedTime(time: number): string {
  return new Date(time).toISOString().replace('T', ' ').replace('Z', '');
}
