import { hash } from 'node:crypto';

import { topics, type SeenMessage } from '@millrace/contracts';
import type { StoreDefinition } from '@millrace/stream';

/** The store of message ids. A state counts for `windowMs` after the record that made it. */
export function messageIdStore(windowMs: number): StoreDefinition<SeenMessage> {
  return {
    name: 'message-ids',
    changelog: topics.protocolsValidatorMessageIdsChangelog,
    maxStateBytes: 256,
    expiresAt: state => state.seenAt + windowMs,
  };
}

/**
 * Key of a message id: 132 bits of a hash, since a day of ids as they come is too much to keep.
 * `personKey` is the record's key: the source and its person.
 */
export function messageKey(personKey: string, messageId: string): string {
  return hash('sha256', `${personKey}\n${messageId}`, 'base64url').slice(0, 22);
}
