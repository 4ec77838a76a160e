import {
  eventHeaders,
  topics,
  type Event,
  type IdentityChange,
  type ProfileActivity,
} from '@millrace/contracts';
import { assertNever, type EpochMillis, type ExternalId } from '@millrace/domain';
import { emit, type Emission } from '@millrace/stream';

import { changeId } from './ids.ts';
import type { Decision, Resolution } from './resolution.ts';

/** What an event led to. */
export type Resolved = {
  readonly spaceId: string;
  readonly event: Event;
  readonly resolution: Resolution;
  /** Event time that every window uses. */
  readonly effectiveAt: EpochMillis;
};

/** The records of a resolution: what the graph decided, the ends of merged profiles, then the event of the profile it belongs to. */
export function resolutionOutputs(resolved: Resolved): readonly Emission[] {
  const { event, resolution } = resolved;
  const { profile, decisions } = resolution;
  return [
    ...decisions.map(decision => emitChange(identityChange(resolved, decision))),
    ...decisions.flatMap(decision => {
      if (decision.kind !== 'merged') return [];
      const merged = { survivorId: profile.id, messageId: event.messageId };
      return [emitActivity({ ...activity(resolved), kind: 'merged', profileId: decision.loser.id, merged })];
    }),
    emitActivity({ ...activity(resolved), event }, eventHeaders(event)),
  ];
}

function identityChange({ spaceId, event, resolution }: Resolved, decision: Decision): IdentityChange {
  const change = {
    changeId: changeId(event, resolution.profile.id, ...about(decision)),
    kind: decision.kind,
    spaceId,
    profileId: resolution.profile.id,
    survivorId: null,
    identifierType: null,
    identifierValue: null,
    reason: null,
    messageId: event.messageId,
    sourceId: event.sourceId,
    at: event.receivedAt,
  };
  switch (decision.kind) {
    case 'created':
      return change;
    case 'merged':
      return { ...change, profileId: decision.loser.id, survivorId: resolution.profile.id };
    case 'attached':
      return { ...change, ...named(decision.identifier) };
    case 'refused':
      return { ...change, ...named(decision.identifier), reason: decision.reason };
    default:
      return assertNever(decision);
  }
}

/** What tells a decision from the others of the same event about the same profile. */
function about(decision: Decision): readonly string[] {
  switch (decision.kind) {
    case 'created':
      return [decision.kind];
    case 'merged':
      return [decision.kind, decision.loser.id];
    case 'attached':
    case 'refused':
      return [decision.kind, decision.identifier.type, decision.identifier.value];
    default:
      return assertNever(decision);
  }
}

function named({ type, value }: ExternalId): { identifierType: string; identifierValue: string } {
  return { identifierType: type, identifierValue: value };
}

function activity({ spaceId, resolution, effectiveAt }: Resolved): ProfileActivity {
  return {
    kind: 'event',
    profileId: resolution.profile.id,
    spaceId,
    effectiveAt,
    event: null,
    merged: null,
    split: null,
  };
}

function emitChange(change: IdentityChange): Emission {
  return emit(topics.identityChanges, change.profileId, change);
}

function emitActivity(value: ProfileActivity, headers?: Readonly<Record<string, string>>): Emission {
  return emit(topics.profilesActivity, value.profileId, value, headers);
}
