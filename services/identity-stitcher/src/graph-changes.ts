import type { GraphNode } from '@millrace/contracts';
import type { EpochMillis } from '@millrace/domain';
import type { StateChange } from '@millrace/stream';

import type { Finding } from './graph.ts';
import { mergedInto } from './profile.ts';
import type { Resolution } from './resolution.ts';
import { identifierKey, identifierNode, profileKey, profileNode } from './state.ts';

/** The states that a resolution changes; none for a person whose identifiers were all known. */
export function graphChanges(
  spaceId: string,
  findings: readonly Finding[],
  { resolution, at }: { readonly resolution: Resolution; readonly at: EpochMillis },
): readonly StateChange<GraphNode>[] {
  const { profile, decisions } = resolution;
  const changes: StateChange<GraphNode>[] = [];
  let isProfileChanged = false;
  for (const decision of decisions) {
    if (decision.kind === 'refused') continue;
    isProfileChanged = true;
    if (decision.kind === 'merged') {
      const moved = mergedInto(decision.loser, profile.id);
      changes.push({ key: profileKey(spaceId, moved.id), state: profileNode(moved) });
    }
    // Accounts have no pointer: many profiles are linked to one.
    if (decision.kind === 'attached' && decision.identifier.type !== 'group_id') {
      const state = identifierNode({ profileId: profile.id, attachedAt: at });
      changes.push({ key: identifierKey(spaceId, decision.identifier), state });
    }
  }
  if (isProfileChanged) changes.push({ key: profileKey(spaceId, profile.id), state: profileNode(profile) });
  return [...changes, ...shortenedPaths(spaceId, findings, resolution)];
}

/** Identifiers that still point to a profile which became part of another point to where that ended, so that paths do not grow. */
function shortenedPaths(
  spaceId: string,
  findings: readonly Finding[],
  { profile, decisions }: Resolution,
): readonly StateChange<GraphNode>[] {
  const losers = new Set(decisions.flatMap(one => (one.kind === 'merged' ? [one.loser.id] : [])));
  return findings.flatMap(({ identifier, pointer, owner }) => {
    if (pointer === undefined || owner === undefined) return [];
    const profileId = losers.has(owner.id) ? profile.id : owner.id;
    if (pointer.profileId === profileId) return [];
    return [{ key: identifierKey(spaceId, identifier), state: identifierNode({ ...pointer, profileId }) }];
  });
}
