import type { EpochMillis, ExternalId } from '@millrace/domain';

import type { Finding } from './graph.ts';
import {
  absorb,
  newProfile,
  oldestOf,
  owns,
  withIdentifier,
  type LimitReached,
  type Profile,
} from './profile.ts';

/** Something the graph decided because of an event. */
export type Decision =
  | { readonly kind: 'created' }
  | { readonly kind: 'merged'; readonly loser: Profile }
  | { readonly kind: 'attached'; readonly identifier: ExternalId }
  | { readonly kind: 'refused'; readonly identifier: ExternalId; readonly reason: LimitReached };

/** Whose event it is, and what was decided on the way, in order. */
export type Resolution = { readonly profile: Profile; readonly decisions: readonly Decision[] };

/** The event being resolved. */
export type Occasion = {
  readonly at: EpochMillis;
  /** Account to link the profile to; it tells nothing about who the person is. */
  readonly group: ExternalId | undefined;
  /** Id of the profile if the event turns out to be the first of a person. */
  readonly newProfileId: () => string;
};

/**
 * Flat matching (Segment, identity resolution): no owner creates a profile, one attaches, several become part of the oldest.
 * Where a limit forbids that, the event belongs to the owner of its most telling identifier and the profiles stay apart.
 * `findings` are in the order of what they tell.
 */
export function resolve(findings: readonly Finding[], occasion: Occasion): Resolution {
  const start = personOf(findings, occasion);
  const unowned = findings.filter(({ owner }) => owner === undefined).map(({ identifier }) => identifier);
  const { group, at } = occasion;
  const isNewGroup = group !== undefined && !owns(start.profile, group);
  return attach(start, isNewGroup ? [...unowned, group] : unowned, at);
}

function personOf(findings: readonly Finding[], { at, newProfileId }: Occasion): Resolution {
  const [first, ...rest] = distinctOwners(findings);
  if (first === undefined)
    return { profile: newProfile(newProfileId(), at), decisions: [{ kind: 'created' }] };
  if (rest.length === 0) return { profile: first, decisions: [] };

  const oldest = oldestOf([first, ...rest]);
  const losers = [first, ...rest].filter(one => one.id !== oldest.id);
  const merged = absorb(oldest, losers);
  return typeof merged === 'string'
    ? { profile: first, decisions: keptApart(findings, first, merged) }
    : { profile: merged, decisions: losers.map(loser => ({ kind: 'merged', loser })) };
}

function distinctOwners(findings: readonly Finding[]): readonly Profile[] {
  const owners = new Map<string, Profile>();
  for (const { owner } of findings) if (owner !== undefined) owners.set(owner.id, owner);
  return [...owners.values()];
}

function keptApart(findings: readonly Finding[], chosen: Profile, reason: LimitReached): readonly Decision[] {
  return findings
    .filter(({ owner }) => owner !== undefined && owner.id !== chosen.id)
    .map(({ identifier }) => ({ kind: 'refused', identifier, reason }));
}

function attach(start: Resolution, identifiers: readonly ExternalId[], at: EpochMillis): Resolution {
  let { profile } = start;
  const decisions = [...start.decisions];
  for (const identifier of identifiers) {
    const attached = withIdentifier(profile, identifier, at);
    if (typeof attached === 'string') decisions.push({ kind: 'refused', identifier, reason: attached });
    else {
      profile = attached;
      decisions.push({ kind: 'attached', identifier });
    }
  }
  return { profile, decisions };
}
