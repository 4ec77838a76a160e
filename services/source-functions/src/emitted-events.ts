import type { Event } from '@millrace/contracts';
import { isEventType } from '@millrace/domain';
import { envelope, eventTexts } from '@millrace/intake';
import type { EmittedEvent } from '@millrace/sandbox';

import { arrivalOf } from './arrival.ts';
import type { Invocation, RunnableFunction } from './invocation.ts';

/**
 * The envelopes of what a run sent, judged as the gateway judges what a client sends. An event without an id gets one of the
 * invocation and its place, so that a repeated run gives the same. Objects of `Segment.set` make no event.
 */
export function emittedEvents(
  { webhook, sourceId }: Pick<Invocation, 'webhook' | 'sourceId'>,
  { name, version }: Pick<RunnableFunction, 'name' | 'version'>,
  emitted: readonly EmittedEvent[],
): readonly Event[] {
  const library = { name, version: String(version) };
  return emitted.flatMap(({ type, event }, index) => {
    if (!isEventType(type)) return [];
    const messageId = `${webhook.invocationId}-${index}`;
    const arrival = arrivalOf({ sourceId, receivedAt: webhook.receivedAt, messageId, library });
    return [envelope(event, type, eventTexts(JSON.stringify(event)), arrival)];
  });
}
