import type { Event } from '@millrace/contracts';
import { eventTypes, isEventType, presentId, type EventType } from '@millrace/domain';

/** Segment's code for why an event fails on ingest, as its delivery overview shows it, and what to tell a person. */
export type IngestFault = { readonly code: string; readonly detail: string };

/** What every event must fulfil to be let in. */
export type IngestRule = IngestFault & {
  /** The types of events it is for; all where absent. */
  readonly types?: readonly EventType[];
  readonly isBroken: (event: Event) => boolean;
};

/** The rules on an event's typed fields; the first that is broken names the fault. Rules on its context are in context-rules.ts. */
export const ingestRules: readonly IngestRule[] = [
  {
    code: 'bad_request',
    isBroken: event => !isEventType(event.type),
    detail: `type must be one of ${eventTypes.join(', ')}.`,
  },
  { code: 'id_not_string', isBroken: isMalformed('userId'), detail: 'userId must be a string.' },
  { code: 'id_not_string', isBroken: isMalformed('anonymousId'), detail: 'anonymousId must be a string.' },
  {
    code: 'no_user_anon_id',
    isBroken: event => isMissing('userId')(event) && isMissing('anonymousId')(event),
    detail: 'userId or anonymousId must be given, as a text that is not blank.',
  },
  {
    code: 'id_not_string',
    types: ['group'],
    isBroken: isMalformed('groupId'),
    detail: 'groupId must be a string.',
  },
  {
    code: 'id_required',
    types: ['group'],
    isBroken: isMissing('groupId'),
    detail: 'A group call must have a groupId.',
  },
  {
    code: 'id_not_string',
    types: ['alias'],
    isBroken: isMalformed('previousId'),
    detail: 'previousId must be a string.',
  },
  {
    code: 'id_required',
    types: ['alias'],
    isBroken: isMissing('previousId'),
    detail: 'An alias call must have a previousId.',
  },
  {
    code: 'id_required',
    types: ['alias'],
    isBroken: isMissing('userId'),
    detail: 'An alias call must have a userId.',
  },
  {
    code: 'event_not_string',
    types: ['track'],
    isBroken: isMalformed('event'),
    detail: 'event must be a string.',
  },
  {
    code: 'event_not_defined',
    types: ['track'],
    isBroken: isMissing('event'),
    detail: 'A track call must have an event: its name, as a text that is not blank.',
  },
  {
    code: 'name_not_string',
    types: ['page', 'screen'],
    isBroken: isMalformed('name'),
    detail: 'name must be a string.',
  },
  {
    code: 'category_not_string',
    types: ['page', 'screen'],
    isBroken: isMalformed('category'),
    detail: 'category must be a string.',
  },
  {
    code: 'properties_not_object',
    isBroken: isMalformed('properties'),
    detail: 'properties must be an object.',
  },
  { code: 'traits_not_object', isBroken: isMalformed('traits'), detail: 'traits must be an object.' },
  { code: 'bad_request', isBroken: isMalformed('context'), detail: 'context must be an object.' },
  { code: 'bad_request', isBroken: isMalformed('integrations'), detail: 'integrations must be an object.' },
];

type Name = 'userId' | 'anonymousId' | 'groupId' | 'previousId' | 'event';
type Member = Name | 'name' | 'category' | 'properties' | 'traits' | 'context' | 'integrations';

function isMalformed(member: Member): (event: Event) => boolean {
  return event => event.malformed.length > 0 && event.malformed.includes(member);
}

function isMissing(name: Name): (event: Event) => boolean {
  return event => presentId(event[name]) === undefined;
}
