import type { OpenedEvent, PassingEvent, Status } from './passing-event.ts';

/** Which events a reader wants to see. Absent members want all. */
export type EventFilter = {
  readonly statuses?: ReadonlySet<Status | 'failed'>;
  readonly types?: ReadonlySet<string>;
  /** Name of a track event, page or screen. */
  readonly event?: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly messageId?: string;
  /** Text anywhere in the event, in lower case. */
  readonly text?: string;
};

const STATUSES = ['allowed', 'blocked', 'failed'] as const;

/** Reads a filter from the query of a request; the problem, in words, where it is none. */
export function parseEventFilter(
  query: URLSearchParams,
): { readonly filter: EventFilter } | { readonly problem: string } {
  const statuses = listOf(query.get('status'));
  const unknown = statuses?.find(status => !STATUSES.some(known => known === status));
  if (unknown !== undefined) return { problem: `status must be of ${STATUSES.join(', ')}, not ${unknown}` };
  const types = listOf(query.get('type'));
  const text = query.get('q')?.toLowerCase();
  const filter = {
    ...(statuses && { statuses: new Set(statuses as Status[]) }),
    ...(types && { types: new Set(types) }),
    ...exact(query, 'event'),
    ...exact(query, 'userId'),
    ...exact(query, 'anonymousId'),
    ...exact(query, 'messageId'),
    ...(text && { text }),
  };
  return { filter };
}

/** Whether an event may match, by what can be seen of it unopened. */
export function mayMatch({ statuses, types, event: name }: EventFilter, event: PassingEvent): boolean {
  if (types !== undefined && !types.has(event.type)) return false;
  if (name !== undefined && event.eventName !== undefined && event.eventName !== name) return false;
  if (statuses === undefined || statuses.has(event.status)) return true;
  return event.status === 'blocked' && statuses.has('failed');
}

/** Whether an opened event that may match does. */
export function matches(filter: EventFilter, { event, block }: OpenedEvent): boolean {
  const { statuses, event: name, userId, anonymousId, messageId, text } = filter;
  if (name !== undefined && (event.event ?? event.name) !== name) return false;
  if (userId !== undefined && event.userId !== userId) return false;
  if (anonymousId !== undefined && event.anonymousId !== anonymousId) return false;
  if (messageId !== undefined && event.messageId !== messageId) return false;
  const isOnlyFailed = statuses?.has('failed') === true && !statuses.has('blocked');
  if (isOnlyFailed && block !== undefined && block.stage !== 'ingest') return false;
  if (text === undefined) return true;
  return [event.original, event.messageId, block?.reason].some(part => part?.toLowerCase().includes(text));
}

function exact<const Name extends 'event' | 'userId' | 'anonymousId' | 'messageId'>(
  query: URLSearchParams,
  name: Name,
): Partial<Record<Name, string>> {
  const value = query.get(name);
  return value === null || value === '' ? {} : ({ [name]: value } as Record<Name, string>);
}

function listOf(written: string | null): readonly string[] | undefined {
  return written === null || written === '' ? undefined : written.split(',');
}
