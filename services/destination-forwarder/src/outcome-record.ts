import { headers as headerNames, topics, type DeliveryOutcome, type ParkedEvent } from '@millrace/contracts';
import type { EpochMillis } from '@millrace/domain';
import { emit, type Emission } from '@millrace/stream';

import type { ActiveDestination } from './active-destination.ts';

/** How an attempt, or an event without one, ended. */
export type OutcomeWord =
  | 'delivered'
  | 'retrying'
  | 'rejected'
  | 'expired'
  | 'overflowed'
  | 'unauthorized'
  | 'filtered'
  | 'unsupported';

/** What one outcome says besides what it is about. */
export type OutcomeFacts = {
  readonly outcome: OutcomeWord;
  readonly reason?: string;
  /** HTTP status of the reply, where there was one. */
  readonly status?: number;
  /** 0 where nothing was sent. */
  readonly attempt: number;
  readonly attemptedAt: EpochMillis;
  readonly durationMs?: number;
  readonly nextAttemptAt?: EpochMillis;
};

/** The record of one outcome, under the trace of its event. */
export function outcomeRecord(
  destination: ActiveDestination,
  profile: { readonly profileId: string; readonly spaceId: string },
  event: ParkedEvent,
  facts: OutcomeFacts,
): Emission {
  const record: DeliveryOutcome = {
    destinationId: destination.id,
    action: destination.plugin.actionFor(event.eventType)?.slug ?? '',
    outcome: facts.outcome,
    reason: facts.reason ?? null,
    status: facts.status ?? null,
    attempt: facts.attempt,
    attemptedAt: facts.attemptedAt,
    durationMs: facts.durationMs ?? 0,
    nextAttemptAt: facts.nextAttemptAt ?? null,
    lane: 'live',
    messageId: event.messageId,
    eventType: event.eventType,
    eventName: event.eventName,
    sourceId: event.sourceId,
    spaceId: profile.spaceId,
    profileId: profile.profileId,
    receivedAt: event.receivedAt,
  };
  const trace = event.traceparent === null ? undefined : { [headerNames.traceparent]: event.traceparent };
  return emit(topics.deliveriesOutcomes, destination.id, record, trace);
}
