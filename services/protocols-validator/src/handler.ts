import { eventHeaders, topics, type Event, type SeenMessage } from '@millrace/contracts';
import type { EpochMillis } from '@millrace/domain';
import { BugError } from '@millrace/errors';
import { emit, ignore, next, type Emission, type Handler } from '@millrace/stream';

import { admission, type Tables } from './admission.ts';
import type { IngestFault } from './ingest-rules.ts';
import { messageKey } from './state.ts';

/** Settings of the handler. */
export type HandlerSettings = {
  /** How long an event of an unknown source waits for configuration. */
  readonly configGraceMs: number;
};

/**
 * Lets an event in, blocks it, or drops it as a repeat. A message id that was let in is never let in again within the window;
 * one that was blocked may pass when it comes again and is sound, and is not blocked twice for the same reason.
 */
export function createHandler({ configGraceMs }: HandlerSettings): Handler<Event, SeenMessage, Tables> {
  return (states, input, { now, tables }) => {
    if (input.kind !== 'record') throw new BugError('handler-failed', `unexpected input ${input.kind}`);
    const event = input.value;
    const key = messageKey(input.key, event.messageId);
    const seen = states.get(key);
    if (seen?.blocked === null) return ignore('repeated');

    const decision = admission(event, { receivedAt: now, tables, configGraceMs });
    if (decision.kind === 'admitted') {
      const validated = { spaceId: decision.spaceId, event };
      return next(
        [{ key, state: { seenAt: now, blocked: null } }],
        [emit(topics.eventsValidated, decision.spaceId, validated, eventHeaders(event))],
      );
    }
    if (seen?.blocked === decision.code) return ignore('blocked-again');
    return next(
      [{ key, state: { seenAt: now, blocked: decision.code } }],
      [blockedEvent(event, decision, now)],
    );
  };
}

function blockedEvent(event: Event, { code, detail }: IngestFault, now: EpochMillis): Emission {
  const blocked = { stage: 'ingest', reason: code, detail, blockedAt: now, event };
  return emit(topics.eventsBlocked, event.sourceId, blocked, eventHeaders(event));
}
