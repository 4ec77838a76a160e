import { z } from 'zod';

import type { SeenEvents, SeenProperty } from '../schema-store.ts';

const seen = { firstSeenAt: z.iso.datetime(), lastSeenAt: z.iso.datetime() };

/** A kind of event that a source has sent. */
export const seenEventSchema = z.object({
  type: z.string(),
  /** As Segment lists it: page and screen calls are one event each, whatever the page. */
  name: z.string(),
  event: z.string().optional().describe('Name of a track event.'),
  allowed: z.number().int(),
  blocked: z.number().int(),
  blockedByReason: z.record(z.string(), z.number().int()),
  ...seen,
});

/** A property or trait that a kind of event has had. */
export const seenPropertySchema = z.object({
  path: z.string().describe('Names joined by dots; $ stands for the elements of a list.'),
  types: z.record(z.string(), z.number().int()).describe('JSON types of its values, and in how many events.'),
  ...seen,
});

/** Kinds of events that did not fit into the list any more, all together. */
export const otherEventsSchema = z.object({ allowed: z.number().int(), blocked: z.number().int() });

type ListedEvent = { readonly id: string; readonly event: z.input<typeof seenEventSchema> };

const displayNames: Readonly<Record<string, string>> = { page: 'Page Viewed', screen: 'Screen Viewed' };

/** Kinds of events in the order of their ids, each with all its fates in one; and those that have no name of their own, if any. */
export function seenEventsAnswer(rows: readonly SeenEvents[]): {
  readonly events: readonly ListedEvent[];
  readonly others: z.input<typeof otherEventsSchema> | undefined;
} {
  const kinds = Map.groupBy(rows, ({ type, event }) => `${type}\n${event}`);
  const unlisted = kinds.get('\n');
  kinds.delete('\n');
  return {
    events: [...kinds]
      .map(([id, fates]) => ({ id, event: seenEvent(fates) }))
      .sort((one, other) => (one.id < other.id ? -1 : 1)),
    others: unlisted && { allowed: allowedOf(unlisted), blocked: blockedOf(unlisted) },
  };
}

/** Paths in alphabetical order, each with the JSON types it has had. */
export function seenPropertiesAnswer(
  rows: readonly SeenProperty[],
): readonly z.input<typeof seenPropertySchema>[] {
  return [...Map.groupBy(rows, ({ path }) => path)]
    .map(([path, types]) => ({
      path,
      types: Object.fromEntries(types.map(({ jsonType, count }) => [jsonType, count])),
      ...lifetime(types),
    }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

function seenEvent(fates: readonly SeenEvents[]): z.input<typeof seenEventSchema> {
  const [{ type, event } = { type: '', event: '' }] = fates;
  const blocked = fates.filter(({ reason }) => reason !== '');
  return {
    type,
    name: displayNames[type] ?? (event || type),
    ...(event !== '' && { event }),
    allowed: allowedOf(fates),
    blocked: blockedOf(fates),
    blockedByReason: Object.fromEntries(blocked.map(({ reason, count }) => [reason, count])),
    ...lifetime(fates),
  };
}

function allowedOf(fates: readonly SeenEvents[]): number {
  return sum(fates.filter(({ reason }) => reason === ''));
}

function blockedOf(fates: readonly SeenEvents[]): number {
  return sum(fates.filter(({ reason }) => reason !== ''));
}

function sum(rows: readonly { readonly count: number }[]): number {
  return rows.reduce((total, { count }) => total + count, 0);
}

function lifetime(rows: readonly { readonly firstSeenAt: number; readonly lastSeenAt: number }[]): {
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
} {
  return {
    firstSeenAt: new Date(Math.min(...rows.map(({ firstSeenAt }) => firstSeenAt))).toISOString(),
    lastSeenAt: new Date(Math.max(...rows.map(({ lastSeenAt }) => lastSeenAt))).toISOString(),
  };
}
