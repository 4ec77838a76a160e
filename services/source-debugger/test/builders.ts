import type { Event } from '@millrace/contracts';
import { A_TIME, anEvent } from '@millrace/testing';

import type { Open } from '../src/event-stream.ts';
import { passingId, type OpenedEvent, type PassingEvent } from '../src/passing-event.ts';

/** An event that passes; its value is its message id, so that `open` below finds what was said of it. */
export function aPassingEvent(
  offset: number,
  overrides: Partial<PassingEvent> & {
    readonly event?: Partial<Event>;
    readonly block?: OpenedEvent['block'];
  } = {},
): PassingEvent {
  const { event: eventOverrides, block, ...rest } = overrides;
  const status = block === undefined ? 'allowed' : 'blocked';
  const passedAt = rest.passedAt ?? A_TIME + offset;
  const event = anEvent({ messageId: `message-${offset}`, ...eventOverrides });
  return {
    id: passingId({ status, passedAt, partition: 0, offset: BigInt(offset) }),
    status,
    sourceId: event.sourceId,
    type: event.type,
    eventName: event.event ?? undefined,
    passedAt,
    value: Buffer.from(JSON.stringify({ event, block })),
    ...rest,
  };
}

/** Opens what `aPassingEvent` makes; undefined for other bytes. */
export const open: Open = ({ value }) => {
  try {
    return JSON.parse(value.toString()) as OpenedEvent;
  } catch {
    return undefined;
  }
};
