import type { EventType } from '@millrace/domain';
import { limits } from '@millrace/intake';

import { pixelText } from '../pixel-text.ts';
import type { Accept } from './accept.ts';
import { readEvent } from './accept-event.ts';

/** Accepts one event in the query of an image's address. */
export function acceptPixel(type: EventType): Accept {
  return {
    from: 'query',
    sender: 'image',
    maxBytes: limits.eventBytes,
    read(query) {
      const text = pixelText(query);
      return text === undefined ? { kind: 'refused', reply: 'tooDeep' } : readEvent(text, type);
    },
  };
}
