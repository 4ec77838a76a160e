import { topics, type Event, type SeenMessage } from '@millrace/contracts';
import type { Topology } from '@millrace/stream';

import type { Tables } from './admission.ts';
import { createHandler, type HandlerSettings } from './handler.ts';
import { messageIdStore, messageKey } from './state.ts';

/** Settings of the program. */
export type TopologySettings = HandlerSettings & {
  /** How long a message id is remembered, from the record that had it first. */
  readonly dedupeWindowMs: number;
};

/** Judges collected events: let in, blocked, or dropped as repeats. */
export function createTopology(settings: TopologySettings): Topology<Event, SeenMessage, Tables> {
  return {
    service: 'protocols-validator',
    group: 'protocols-validator',
    input: topics.eventsCollected,
    store: messageIdStore(settings.dedupeWindowMs),
    outputs: [topics.eventsValidated, topics.eventsBlocked],
    deadLetters: topics.protocolsValidatorDeadLetters,
    stateKeys: input => (input.kind === 'record' ? [messageKey(input.key, input.value.messageId)] : []),
    handler: createHandler(settings),
  };
}
