import { hash } from 'node:crypto';

import type { Event } from '@millrace/contracts';
import { isJsonObject, normalizeEmail, objectMentioning, presentId, type ExternalId } from '@millrace/domain';

import { MAX_IDENTIFIER_BYTES } from './limits.ts';

/** What an event says about who it is of. */
export type EventIdentifiers = {
  /** Identifiers that belong to one person, the most telling first. Those of one event are of one person. */
  readonly personal: readonly ExternalId[];
  /** The account the person belongs to: many people have the same one. */
  readonly group: ExternalId | undefined;
};

/** Reads the identifiers of an event. */
export function identifiersOf(event: Event): EventIdentifiers {
  const userId = identifier('user_id', presentId(event.userId));
  // An alias names an older id of the same user. It is recorded, and joins nobody: it counts as an event of its user alone.
  if (event.type === 'alias') return { personal: present(userId), group: undefined };
  return {
    personal: present(
      userId,
      identifier('email', emailOf(event)),
      identifier('anonymous_id', presentId(event.anonymousId)),
    ),
    group: event.type === 'group' ? identifier('group_id', presentId(event.groupId)) : undefined,
  };
}

/** The first address among traits, context.traits and properties. The traits of a group call are the account's, not the person's. */
function emailOf({ type, traits, context, properties }: Event): string | undefined {
  const own = type === 'group' ? undefined : normalizeEmail(objectMentioning(traits, 'email')?.email);
  return own ?? emailOfContext(context) ?? normalizeEmail(objectMentioning(properties, 'email')?.email);
}

function emailOfContext(context: string | null): string | undefined {
  const traits = objectMentioning(context, 'email')?.traits;
  return isJsonObject(traits) ? normalizeEmail(traits.email) : undefined;
}

function identifier(type: ExternalId['type'], value: string | undefined): ExternalId | undefined {
  return value === undefined ? undefined : { type, value: boundedValue(value) };
}

function boundedValue(value: string): string {
  // A UTF-16 unit takes at most three bytes of UTF-8, so most values need no counting.
  const isShort =
    value.length * 3 <= MAX_IDENTIFIER_BYTES || Buffer.byteLength(value) <= MAX_IDENTIFIER_BYTES;
  return isShort ? value : `sha256:${hash('sha256', value, 'hex')}`;
}

function present(...identifiers: readonly (ExternalId | undefined)[]): ExternalId[] {
  return identifiers.filter(one => one !== undefined);
}
