import { headers, topics, type Event } from '@millrace/contracts';
import type { EpochMillis } from '@millrace/domain';

/** A record as a producer takes it. */
export type EventRecord = {
  readonly topic: string;
  readonly key: string;
  readonly value: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly timestamp: EpochMillis;
};

/** The record of an event. Its key keeps what one person of a source does in order. */
export function eventRecord(
  event: Event,
  traceparent: string,
  encode: (event: Event) => Buffer,
): EventRecord {
  const base = {
    [headers.traceparent]: traceparent,
    [headers.sourceId]: event.sourceId,
    [headers.eventType]: event.type,
  };
  return {
    topic: topics.eventsCollected.name,
    key: eventKey(event),
    value: encode(event),
    headers: event.event === null ? base : { ...base, [headers.eventName]: event.event },
    timestamp: event.receivedAt,
  };
}

/** Key of an event's record: what one person of a source does is in order. */
export function eventKey({ sourceId, anonymousId, userId, messageId }: Event): string {
  return `${sourceId}:${anonymousId ?? userId ?? messageId}`;
}
