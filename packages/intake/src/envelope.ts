import type { Event } from '@millrace/contracts';
import { correctedTimestamp, type EpochMillis } from '@millrace/domain';

import type { Arrival, Members } from './arrival.ts';
import { completedContext } from './event-context.ts';
import { memberText, type EventTexts } from './json/event-texts.ts';
import { mergeObjects } from './json/merge-objects.ts';
import { limits } from './limits.ts';
import { MAX_EPOCH_MS, parseTimestamp } from './timestamps.ts';

/** Ingest failure codes that the gateway finds: Segment's words, and `bot`. The validator blocks the event with them. */
export type Refusal = 'source_disabled' | 'bad_request' | 'empty_batch' | 'bot';

/**
 * The envelope of one event. Takes whatever JSON a client sent: a member of the wrong type is null and named in `malformed`,
 * and what is known to be unusable carries a `refusal`; `original` keeps all of it.
 * `type` is the value of the event's own member, or the call that the path names.
 */
export function envelope(parsed: unknown, type: unknown, sent: EventTexts, arrival: Arrival): Event {
  if (!isObject(parsed)) return refusedEnvelope(sent.original, 'bad_request', arrival);
  const malformed: string[] = [];
  const { original } = sent;
  const isTooLong = isLongerThan(original, limits.eventBytes);
  // What is too long is blocked. It fills a batch at most, and that much twice is more than a record may have.
  const texts = isTooLong ? { ...sent, ...noMembers } : sent;
  const messageId = readId(parsed, 'messageId', original, malformed) ?? arrival.newMessageId();
  const channel = readText(parsed, 'channel', malformed);
  const times = readTimes(parsed, arrival, malformed);
  const context = completedContext(
    {
      text: merged(arrival.context?.text, readObject(parsed, 'context', texts, malformed)),
      own: isObject(parsed['context']) ? parsed['context'] : undefined,
      channel,
    },
    arrival,
  );
  const integrations = readObject(parsed, 'integrations', texts, malformed);
  return {
    messageId,
    type: readType(type, malformed),
    event: readText(parsed, 'event', malformed),
    name: readText(parsed, 'name', malformed),
    category: readText(parsed, 'category', malformed),
    userId: readId(parsed, 'userId', original, malformed),
    anonymousId: readId(parsed, 'anonymousId', original, malformed),
    groupId: readId(parsed, 'groupId', original, malformed),
    previousId: readId(parsed, 'previousId', original, malformed),
    sourceId: arrival.source.id,
    timestamp: times.timestamp,
    originalTimestamp: times.originalTimestamp,
    sentAt: times.sentAt,
    receivedAt: arrival.receivedAt,
    channel,
    version: readId(parsed, 'version', original, malformed),
    properties: readObject(parsed, 'properties', texts, malformed),
    traits: readObject(parsed, 'traits', texts, malformed),
    context: context.text,
    integrations: merged(arrival.integrations, integrations),
    malformed,
    refusal: refusalOf(arrival, {
      isBot: context.isBot,
      isUnusable: isTooLong || sent.depth > limits.depth || messageId.length > limits.messageIdLength,
    }),
    original,
  };
}

/** The envelope of something that is no event: it stands in the record of failures, with all that arrived. */
export function refusedEnvelope(original: string, refusal: Refusal, arrival: Arrival): Event {
  const { source, receivedAt } = arrival;
  return {
    ...nothing,
    messageId: arrival.newMessageId(),
    sourceId: source.id,
    timestamp: receivedAt,
    originalTimestamp: receivedAt,
    receivedAt,
    refusal: source.isEnabled ? refusal : 'source_disabled',
    original,
  };
}

/** Whether a JSON value is an object. */
export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type ObjectMember = 'properties' | 'traits' | 'context' | 'integrations';

function readType(type: unknown, malformed: string[]): string {
  if (typeof type === 'string') return type;
  if (type !== undefined && type !== null) malformed.push('type');
  return '';
}

function readText(members: Members, name: string, malformed: string[]): string | null {
  const value = members[name];
  if (typeof value === 'string') return value;
  if (value !== undefined && value !== null) malformed.push(name);
  return null;
}

/** A number is a fine id; its digits are taken as they were written, because past 2^53 JSON.parse changes them. Empty is absent. */
function readId(members: Members, name: string, original: string, malformed: string[]): string | null {
  const value = members[name];
  if (typeof value !== 'number') return readText(members, name, malformed) || null;
  return Number.isSafeInteger(value) ? String(value) : (memberText(original, name) ?? null);
}

function readObject(
  members: Members,
  name: ObjectMember,
  texts: EventTexts,
  malformed: string[],
): string | null {
  const value = members[name];
  if (isObject(value)) return texts[name] ?? null;
  if (value !== undefined && value !== null) malformed.push(name);
  return null;
}

function readTimes(
  members: Members,
  { sentAt: requestSentAt, timestamp: requestTimestamp, receivedAt }: Arrival,
  malformed: string[],
): Pick<Event, 'timestamp' | 'originalTimestamp' | 'sentAt'> {
  const own = readTime('timestamp', members['timestamp'] ?? members['originalTimestamp'], malformed);
  const told = own ?? parseTimestamp(requestTimestamp);
  const originalTimestamp = told ?? receivedAt;
  const sentAt = readTime('sentAt', requestSentAt ?? members['sentAt'], malformed);
  // A time before 1970 is no reading of a clock: Go writes the year 1 for a time that was never set. Where the client tells no time of
  // the event, it is ours, and there is nothing to correct.
  const clock = told !== undefined && sentAt !== undefined && sentAt >= 0 ? sentAt : undefined;
  const corrected = correctedTimestamp({ originalTimestamp, sentAt: clock, receivedAt });
  const timestamp = Math.abs(corrected) <= MAX_EPOCH_MS ? corrected : originalTimestamp;
  return { timestamp, originalTimestamp, sentAt: sentAt ?? null };
}

function readTime(name: string, value: unknown, malformed: string[]): EpochMillis | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const time = parseTimestamp(value);
  if (time === undefined) malformed.push(name);
  return time;
}

function merged(shared: string | undefined, own: string | null): string | null {
  if (shared === undefined) return own;
  return own === null ? shared : mergeObjects(shared, own);
}

function refusalOf(
  { source }: Arrival,
  { isBot, isUnusable }: { readonly isBot: boolean; readonly isUnusable: boolean },
): Refusal | null {
  if (!source.isEnabled) return 'source_disabled';
  if (isUnusable) return 'bad_request';
  return isBot && source.settings.bots === 'block' ? 'bot' : null;
}

/** In bytes of UTF-8; counts them only where the number of characters does not decide. */
function isLongerThan(text: string, maxBytes: number): boolean {
  if (text.length > maxBytes) return true;
  return text.length * 3 > maxBytes && Buffer.byteLength(text) > maxBytes;
}

const noMembers = {
  properties: undefined,
  traits: undefined,
  context: undefined,
  integrations: undefined,
} as const;

const nothing = {
  type: '',
  event: null,
  name: null,
  category: null,
  userId: null,
  anonymousId: null,
  groupId: null,
  previousId: null,
  sentAt: null,
  channel: null,
  version: null,
  properties: null,
  traits: null,
  context: null,
  integrations: null,
  malformed: [],
} as const;
