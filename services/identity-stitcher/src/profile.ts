import type { GraphProfile, OwnedIdentifier } from '@millrace/contracts';
import type { EpochMillis, ExternalId } from '@millrace/domain';

import { MAX_IDENTIFIERS, MAX_MERGES } from './limits.ts';

/** A profile with its id. */
export type Profile = GraphProfile & { readonly id: string };

/** Which limit a profile would go past. */
export type LimitReached = 'identifier-limit' | 'merge-limit';

/** A profile that owns nothing yet. */
export function newProfile(id: string, createdAt: EpochMillis): Profile {
  return { id, createdAt, mergedInto: null, mergeCount: 0, identifiers: [] };
}

/** Whether a profile owns an identifier. */
export function owns(profile: Profile, { type, value }: ExternalId): boolean {
  return profile.identifiers.some(owned => owned.value === value && owned.type === type);
}

/** A profile with one more identifier, or the limit in its way. */
export function withIdentifier(
  profile: Profile,
  { type, value }: ExternalId,
  attachedAt: EpochMillis,
): Profile | LimitReached {
  if (profile.identifiers.length >= MAX_IDENTIFIERS) return 'identifier-limit';
  return { ...profile, identifiers: [...profile.identifiers, { type, value, attachedAt }] };
}

/** The profile that others become part of: the oldest; of two equally old, the one with the lower id. The order of merges does not matter. */
export function oldestOf(profiles: readonly [Profile, ...Profile[]]): Profile {
  return profiles.reduce((oldest, one) => (isOlder(one, oldest) ? one : oldest));
}

/** The survivor with all that the losers own, or the limit in the way. */
export function absorb(survivor: Profile, losers: readonly Profile[]): Profile | LimitReached {
  const mergeCount = losers.reduce((sum, loser) => sum + loser.mergeCount + 1, survivor.mergeCount);
  if (mergeCount > MAX_MERGES) return 'merge-limit';
  const identifiers = withoutRepeats([survivor, ...losers].flatMap(one => one.identifiers));
  if (identifiers.length > MAX_IDENTIFIERS) return 'identifier-limit';
  return { ...survivor, mergeCount, identifiers };
}

/** What is left of a profile that became part of another: where it went. Its identifiers have moved on. */
export function mergedInto(loser: Profile, survivorId: string): Profile {
  return { ...loser, mergedInto: survivorId, identifiers: [] };
}

function isOlder(one: Profile, other: Profile): boolean {
  return one.createdAt === other.createdAt ? one.id < other.id : one.createdAt < other.createdAt;
}

/** Accounts may be shared by the parts of a merge; of two links to one account the earlier stays. */
function withoutRepeats(identifiers: readonly OwnedIdentifier[]): readonly OwnedIdentifier[] {
  const first = new Map<string, OwnedIdentifier>();
  for (const one of identifiers) {
    const key = `${one.type}:${one.value}`;
    const known = first.get(key);
    if (known === undefined || one.attachedAt < known.attachedAt) first.set(key, one);
  }
  return [...first.values()];
}
