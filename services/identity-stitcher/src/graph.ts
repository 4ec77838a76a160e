import type { GraphIdentifier, GraphNode } from '@millrace/contracts';
import type { ExternalId } from '@millrace/domain';
import { BugError } from '@millrace/errors';
import type { States } from '@millrace/stream';

import type { Profile } from './profile.ts';
import { identifierKey, profileKey } from './state.ts';

/** An identifier as the graph knows it. */
export type Finding = {
  readonly identifier: ExternalId;
  /** Its state: the profile it pointed to when it was last written. */
  readonly pointer: GraphIdentifier | undefined;
  /** The profile it belongs to now, through all merges; undefined where it is new. */
  readonly owner: Profile | undefined;
};

/** Keys of the states that finding these identifiers takes, as far as the loaded states show the way. */
export function keysToFind(
  spaceId: string,
  identifiers: readonly ExternalId[],
  states: States<GraphNode>,
): readonly string[] {
  const keys: string[] = [];
  for (const identifier of identifiers) {
    const start = identifierKey(spaceId, identifier);
    keys.push(start);
    let next = states.get(start)?.identifier?.profileId;
    while (next !== undefined) {
      const key = profileKey(spaceId, next);
      keys.push(key);
      next = states.get(key)?.profile?.mergedInto ?? undefined;
    }
  }
  return keys;
}

/** Looks identifiers up. Needs the states of `keysToFind`. */
export function findIn(
  spaceId: string,
  identifiers: readonly ExternalId[],
  states: States<GraphNode>,
): readonly Finding[] {
  return identifiers.map(identifier => {
    const pointer = states.get(identifierKey(spaceId, identifier))?.identifier ?? undefined;
    const owner = pointer === undefined ? undefined : canonical(spaceId, pointer.profileId, states);
    return { identifier, pointer, owner };
  });
}

function canonical(spaceId: string, profileId: string, states: States<GraphNode>): Profile {
  const profile = states.get(profileKey(spaceId, profileId))?.profile;
  if (!profile) {
    throw new BugError('handler-failed', 'following the identity graph failed: a profile has no state', {
      details: { spaceId, profileId },
    });
  }
  return profile.mergedInto === null
    ? { id: profileId, ...profile }
    : canonical(spaceId, profile.mergedInto, states);
}
