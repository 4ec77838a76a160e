import { headers, topics, type Event } from '@millrace/contracts';
import type { ProducerRecord } from '@millrace/kafka';

/** The record of an event. Its key keeps what one person of a source does in order. */
export function eventRecord(
  event: Event,
  traceparent: string,
  encode: (event: Event) => Buffer,
): ProducerRecord {
  const person = event.anonymousId ?? event.userId ?? event.messageId;
  const base = {
    [headers.traceparent]: traceparent,
    [headers.sourceId]: event.sourceId,
    [headers.eventType]: event.type,
  };
  return {
    topic: topics.eventsCollected.name,
    key: `${event.sourceId}:${person}`,
    value: encode(event),
    headers: event.event === null ? base : { ...base, [headers.eventName]: event.event },
    timestamp: event.receivedAt,
  };
}
