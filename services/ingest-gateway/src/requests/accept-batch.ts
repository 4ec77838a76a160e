import type { Event } from '@millrace/contracts';
import {
  type Arrival,
  batchTexts,
  type BatchTexts,
  envelope,
  isObject,
  limits,
  type Members,
  type Refusal,
  refusedEnvelope,
  type Sender,
} from '@millrace/intake';

import { parseJson } from '../parse-json.ts';
import type { Accept, Reading } from './accept.ts';

/**
 * Accepts a batch: each event is judged by itself, so that one bad event costs only itself. A batch that is none at all is
 * acknowledged and recorded as one failure, as Segment does: a client library would send it again and again.
 */
export function acceptBatch(sender: Sender = 'any'): Accept {
  return { from: 'body', sender, maxBytes: limits.batchBytes, read: readBatch };
}

function readBatch(text: string): Reading {
  const parsed = parseJson(text);
  if (parsed === undefined) return { kind: 'refused', reply: 'invalidJson' };
  if (!isObject(parsed)) return { kind: 'refused', reply: 'notAnObject' };
  return { kind: 'read', body: parsed, events: arrival => batchEnvelopes(parsed, text, arrival) };
}

function batchEnvelopes(body: Members, text: string, arrival: Arrival): readonly Event[] {
  const { batch } = body;
  const fault = faultOf(batch);
  if (fault !== undefined || !Array.isArray(batch)) {
    return [refusedEnvelope(text, fault ?? 'bad_request', arrival)];
  }
  const texts = batchTexts(text);
  const shared = { ...arrival, ...sharedMembers(body, texts) };
  return texts.events.map((eventText, index) => {
    const event: unknown = batch[index];
    return envelope(event, isObject(event) ? event['type'] : undefined, eventText, shared);
  });
}

function faultOf(batch: unknown): Refusal | undefined {
  if (!Array.isArray(batch) || batch.length > limits.batchEvents) return 'bad_request';
  return batch.length === 0 ? 'empty_batch' : undefined;
}

/** What the request says for all of its events. Context and integrations are objects; anything else means nothing. */
function sharedMembers(
  body: Members,
  texts: BatchTexts,
): Pick<Arrival, 'timestamp' | 'context' | 'integrations'> {
  const { timestamp, context, integrations } = body;
  return {
    timestamp,
    context:
      isObject(context) && texts.context !== undefined
        ? { members: context, text: texts.context }
        : undefined,
    integrations: isObject(integrations) ? texts.integrations : undefined,
  };
}
