import {
  headers as headerNames,
  type Event,
  type ParkedEvent,
  type ParkedProfile,
  type ProfileActivity,
} from '@millrace/contracts';
import type { EpochMillis } from '@millrace/domain';
import type { DeadLetter, InputRecord, ReasonCode } from '@millrace/stream';

import type { DeliveryRules } from './rules.ts';

/** An activity record as it waits: unopened, with what outcomes say about it beside. */
export function parkedEvent(record: InputRecord<ProfileActivity>, event: Event): ParkedEvent {
  return {
    // A copy: the record's bytes are a piece of a whole fetch, which a waiting event must not keep in memory.
    value: Buffer.from(record.bytes),
    offset: record.offset,
    traceparent: record.headers[headerNames.traceparent] ?? null,
    messageId: event.messageId,
    eventType: event.type,
    eventName: event.event,
    sourceId: event.sourceId,
    receivedAt: event.receivedAt,
  };
}

/** A profile none of whose events has been tried. */
export function untried(events: readonly ParkedEvent[], spaceId: string, now: EpochMillis): ParkedProfile {
  return { spaceId, attempts: 0, firstAttemptAt: now, dueAt: now, events };
}

/** Whether a profile's events are more than may wait. */
export function isOverfull(
  { events }: ParkedProfile,
  { maxParkedEvents, maxParkedBytes }: Pick<DeliveryRules, 'maxParkedEvents' | 'maxParkedBytes'>,
): boolean {
  if (events.length > maxParkedEvents) return true;
  return events.reduce((bytes, event) => bytes + weight(event), 0) > maxParkedBytes;
}

/** Bytes an event takes of its state, no less than encoded: its value, ids of bounded length, and texts of three bytes a character at most. */
function weight({ value, messageId, eventName }: ParkedEvent): number {
  return value.length + 200 + 3 * (messageId.length + (eventName?.length ?? 0));
}

/** A parked event that is given up on, as a record for dead letters. */
export function deadLetter(profileId: string, event: ParkedEvent, reason: ReasonCode): DeadLetter {
  return {
    key: profileId,
    bytes: event.value,
    offset: event.offset,
    headers: {
      [headerNames.sourceId]: event.sourceId,
      [headerNames.eventType]: event.eventType,
      ...(event.eventName !== null && { [headerNames.eventName]: event.eventName }),
      ...(event.traceparent !== null && { [headerNames.traceparent]: event.traceparent }),
    },
    reason,
  };
}
