import type { Event } from '@millrace/contracts';

const PROPERTIES: ReadonlySet<string> = new Set(['track', 'page', 'screen']);
const TRAITS: ReadonlySet<string> = new Set(['identify', 'group']);

/**
 * The event as Segment hands it to destinations (connections/spec/common.md). The four objects are copied as the texts
 * they arrived in, so numbers keep their digits and nothing is parsed. Members that are not set are left out, but for
 * context, integrations and the object its type is about, which receivers may rely on.
 */
export function eventJson(event: Event): string {
  return (
    `{${text('anonymousId', event.anonymousId)}${text('category', event.category)}${text('channel', event.channel)}` +
    `"context":${event.context ?? '{}'},${text('event', event.event)}${text('groupId', event.groupId)}` +
    `"integrations":${event.integrations ?? '{}'},${text('messageId', event.messageId)}${text('name', event.name)}` +
    `"originalTimestamp":"${time(event.originalTimestamp)}",${text('previousId', event.previousId)}` +
    `${json('properties', event.properties, PROPERTIES.has(event.type))}"receivedAt":"${time(event.receivedAt)}",` +
    `${event.sentAt === null ? '' : `"sentAt":"${time(event.sentAt)}",`}"timestamp":"${time(event.timestamp)}",` +
    `${json('traits', event.traits, TRAITS.has(event.type))}"type":${JSON.stringify(event.type)}` +
    `${last('userId', event.userId)}${last('version', event.version)}}`
  );
}

function text(member: string, value: string | null): string {
  return value === null ? '' : `"${member}":${JSON.stringify(value)},`;
}

function last(member: string, value: string | null): string {
  return value === null ? '' : `,"${member}":${JSON.stringify(value)}`;
}

function json(member: string, value: string | null, isAlwaysThere: boolean): string {
  if (value === null) return isAlwaysThere ? `"${member}":{},` : '';
  return `"${member}":${value},`;
}

/** Furthest a date can lie from 1970; a corrected timestamp of a client that sends nonsense can lie beyond. */
const MAX_TIME_MS = 8.64e15;

function time(at: number): string {
  return new Date(Math.max(-MAX_TIME_MS, Math.min(MAX_TIME_MS, at))).toISOString();
}
