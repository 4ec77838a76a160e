import type { Event } from '@millrace/contracts';
import type { SourceId } from '@millrace/domain';
import { envelope, eventTexts } from '@millrace/intake';
import type { SourceSettings } from '@millrace/resources';

import { arrivalOf } from './arrival.ts';
import { valueAt } from './json-pointer.ts';
import type { Payload } from './payload.ts';
import type { Webhook } from './webhook.ts';

/** How a source makes an event of a request. */
export type EventRules = NonNullable<SourceSettings['webhook']>;

const library = { name: 'webhook', version: '1' };
/** Numbers below this are seconds: as milliseconds they would lie before 1974. */
const LEAST_MILLISECONDS = 1e11;

/**
 * The track event that a request to a webhook source is: the body as it came is its properties, and the rules say where in it the
 * rest stands. An event without a person is one of nobody else's: its id is the anonymous one too.
 */
export function webhookEvent(
  { invocationId, receivedAt }: Pick<Webhook, 'invocationId' | 'receivedAt'>,
  sourceId: SourceId,
  { payload, rules }: { readonly payload: Payload; readonly rules: EventRules },
): Event {
  const found = (pointer: string | undefined): unknown =>
    pointer === undefined ? undefined : valueAt(payload.value, pointer);
  const messageId = textOf(found(rules.messageIdFrom)) ?? invocationId;
  const userId = textOf(found(rules.userIdFrom));
  const anonymousId = textOf(found(rules.anonymousIdFrom));
  const members = {
    type: 'track',
    messageId,
    event: textOf(found(rules.eventNameFrom)) ?? rules.eventName,
    userId,
    anonymousId: anonymousId ?? (userId === undefined ? messageId : undefined),
    timestamp: timeOf(found(rules.timestampFrom)),
  };
  const text = `${JSON.stringify(members).slice(0, -1)},"properties":${payload.text}}`;
  const arrival = arrivalOf({ sourceId, receivedAt, messageId, library });
  return envelope({ ...members, properties: payload.value }, 'track', eventTexts(text), arrival);
}

/** A name or id; what is none is as good as absent. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function timeOf(value: unknown): string | number | undefined {
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value !== 'number') return undefined;
  return Math.abs(value) < LEAST_MILLISECONDS ? value * 1_000 : value;
}
