import { topics, type GraphIdentifier, type GraphNode, type GraphProfile } from '@millrace/contracts';
import type { ExternalId } from '@millrace/domain';
import type { StoreDefinition } from '@millrace/stream';

import { MAX_STATE_BYTES } from './limits.ts';

/** The store of the graphs: one state per identifier, pointing to a profile, and one per profile. */
export const graphStore: StoreDefinition<GraphNode> = {
  name: 'graph',
  changelog: topics.identityStitcherGraphChangelog,
  maxStateBytes: MAX_STATE_BYTES,
};

/** Key of an identifier's state. Ids of spaces hold neither colon nor slash, so no two keys meet. */
export function identifierKey(spaceId: string, { type, value }: ExternalId): string {
  return `${spaceId}:${type}:${value}`;
}

/** Key of a profile's state. */
export function profileKey(spaceId: string, profileId: string): string {
  return `${spaceId}/${profileId}`;
}

/** State of an identifier. */
export function identifierNode(identifier: GraphIdentifier): GraphNode {
  return { identifier, profile: null };
}

/** State of a profile. */
export function profileNode({ createdAt, mergedInto, mergeCount, identifiers }: GraphProfile): GraphNode {
  return { identifier: null, profile: { createdAt, mergedInto, mergeCount, identifiers } };
}
