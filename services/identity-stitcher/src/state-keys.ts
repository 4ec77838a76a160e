import type { GraphNode, ValidatedEvent } from '@millrace/contracts';
import type { States } from '@millrace/stream';

import { keysToFind } from './graph.ts';
import { identifiersOf } from './identifiers.ts';
import { newProfileId } from './ids.ts';
import { profileKey } from './state.ts';

/** Keys of the states that resolving an event takes, as far as the loaded states show the way. */
export function stateKeysOf(
  { spaceId, event }: ValidatedEvent,
  states: States<GraphNode>,
): readonly string[] {
  const { personal } = identifiersOf(event);
  const keys = keysToFind(spaceId, personal, states);
  const isOwned = keys.length > personal.length;
  return isOwned ? keys : [...keys, profileKey(spaceId, newProfileId(spaceId, event, personal))];
}
