import type { Event } from '@millrace/contracts';

import { envelope, isObject, type Arrival } from '../envelope.ts';
import { eventTexts } from '../json/event-texts.ts';
import { limits } from '../limits.ts';
import { parseJson } from '../json/parse-json.ts';
import type { Accept } from './accept.ts';

/** Accepts one event, of the type that the path names. */
export function acceptEvent(type: string): Accept {
  return {
    maxBytes: limits.eventBytes,
    read(text) {
      const parsed = parseJson(text);
      if (parsed === undefined) return { kind: 'refused', reply: 'invalidJson' };
      if (!isObject(parsed)) return { kind: 'refused', reply: 'notAnObject' };
      const texts = eventTexts(text);
      if (texts.depth > limits.depth) return { kind: 'refused', reply: 'tooDeep' };
      return {
        kind: 'read',
        body: parsed,
        events: (arrival: Arrival): readonly Event[] => [envelope(parsed, type, texts, arrival)],
      };
    },
  };
}
