import type { Event } from '@millrace/contracts';
import type { EventType } from '@millrace/domain';
import { type Arrival, envelope, eventTexts, isObject, limits, type Sender } from '@millrace/intake';

import { parseJson } from '../parse-json.ts';
import type { Accept, Reading } from './accept.ts';

/** Accepts one event, of the type that the path names or else the event itself. */
export function acceptEvent(type: EventType | undefined, sender: Sender = 'any'): Accept {
  return { from: 'body', sender, maxBytes: limits.eventBytes, read: text => readEvent(text, type) };
}

/** Reads the JSON text of one event. */
export function readEvent(text: string, type: EventType | undefined): Reading {
  const parsed = parseJson(text);
  if (parsed === undefined) return { kind: 'refused', reply: 'invalidJson' };
  if (!isObject(parsed)) return { kind: 'refused', reply: 'notAnObject' };
  const texts = eventTexts(text);
  if (texts.depth > limits.depth) return { kind: 'refused', reply: 'tooDeep' };
  return {
    kind: 'read',
    body: parsed,
    events: (arrival: Arrival): readonly Event[] => [
      envelope(parsed, type ?? parsed['type'], texts, arrival),
    ],
  };
}
