import { topics, type DeliveryOutcome } from '@millrace/contracts';

import { mappedTable, textOrEmpty } from './archive-table.ts';
import { feed } from './feed.ts';

const table = mappedTable<DeliveryOutcome>('delivery_outcomes', {
  destination_id: ({ destinationId }) => destinationId,
  action: ({ action }) => action,
  outcome: ({ outcome }) => outcome,
  reason: ({ reason }) => textOrEmpty(reason),
  status: ({ status }) => status,
  attempt: ({ attempt }) => attempt,
  attempted_at: ({ attemptedAt }) => attemptedAt,
  duration_ms: ({ durationMs }) => durationMs,
  next_attempt_at: ({ nextAttemptAt }) => nextAttemptAt,
  lane: ({ lane }) => lane,
  message_id: ({ messageId }) => messageId,
  type: ({ eventType }) => eventType,
  event: ({ eventName }) => textOrEmpty(eventName),
  source_id: ({ sourceId }) => sourceId,
  space_id: ({ spaceId }) => spaceId,
  profile_id: ({ profileId }) => profileId,
  received_at: ({ receivedAt }) => receivedAt,
});

/** Attempts to deliver events, and how each ended. */
export const deliveriesOutcomes = feed(topics.deliveriesOutcomes, (outcome, position) =>
  table.row(outcome, position, outcome.receivedAt),
);
