import type { Event } from '../generated/types.ts';
import { headers } from './headers.ts';

/** The headers of a record that carries an event, so that a consumer can pass over it unopened. */
export function eventHeaders(event: Event): Readonly<Record<string, string>> {
  const { sourceId, type, event: eventName } = event;
  const common = { [headers.sourceId]: sourceId, [headers.eventType]: type };
  return eventName === null ? common : { ...common, [headers.eventName]: eventName };
}
