import { topics, type BlockedEvent } from '@millrace/contracts';

import { mappedTable, textOrEmpty } from './archive-table.ts';
import { feed } from './feed.ts';

const blockedEvents = mappedTable<BlockedEvent>('blocked_events', {
  stage: ({ stage }) => stage,
  reason: ({ reason }) => reason,
  detail: ({ detail }) => textOrEmpty(detail),
  blocked_at: ({ blockedAt }) => blockedAt,
  message_id: ({ event }) => event.messageId,
  type: ({ event }) => event.type,
  event: ({ event }) => textOrEmpty(event.event),
  user_id: ({ event }) => textOrEmpty(event.userId),
  anonymous_id: ({ event }) => textOrEmpty(event.anonymousId),
  source_id: ({ event }) => event.sourceId,
  timestamp: ({ event }) => event.timestamp,
  received_at: ({ event }) => event.receivedAt,
  original: ({ event }) => event.original,
});

/** Events that the validator stopped, and why. */
export const eventsBlocked = feed(topics.eventsBlocked, (blocked, position) =>
  blockedEvents.row(blocked, position, blocked.event.receivedAt),
);
