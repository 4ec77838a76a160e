import { topics, type GraphNode, type ValidatedEvent } from '@millrace/contracts';
import type { Topology } from '@millrace/stream';

import { createHandler, type HandlerSettings } from './handler.ts';
import { graphStore } from './state.ts';
import { stateKeysOf } from './state-keys.ts';

/** Resolves validated events to profiles, one graph per space. */
export function createTopology(settings: HandlerSettings): Topology<ValidatedEvent, GraphNode> {
  return {
    service: 'identity-stitcher',
    group: 'identity-stitcher',
    input: topics.eventsValidated,
    store: graphStore,
    outputs: [topics.profilesActivity, topics.identityChanges],
    deadLetters: topics.identityStitcherDeadLetters,
    stateKeys: (input, states) => (input.kind === 'record' ? stateKeysOf(input.value, states) : []),
    handler: createHandler(settings),
  };
}
