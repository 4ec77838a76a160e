import { topics, type Event, type ProfileActivity } from '@millrace/contracts';
import { InvalidRecordError } from '@millrace/errors';

import { mappedTable, textOrEmpty, type ArchiveRow, type Position } from './archive-table.ts';
import { feed } from './feed.ts';

type ResolvedEvent = { readonly activity: ProfileActivity; readonly event: Event };

const events = mappedTable<ResolvedEvent>('events', {
  message_id: ({ event }) => event.messageId,
  type: ({ event }) => event.type,
  event: ({ event }) => textOrEmpty(event.event),
  name: ({ event }) => textOrEmpty(event.name),
  category: ({ event }) => textOrEmpty(event.category),
  user_id: ({ event }) => textOrEmpty(event.userId),
  anonymous_id: ({ event }) => textOrEmpty(event.anonymousId),
  group_id: ({ event }) => textOrEmpty(event.groupId),
  previous_id: ({ event }) => textOrEmpty(event.previousId),
  source_id: ({ event }) => event.sourceId,
  space_id: ({ activity }) => activity.spaceId,
  profile_id: ({ activity }) => activity.profileId,
  timestamp: ({ event }) => event.timestamp,
  original_timestamp: ({ event }) => event.originalTimestamp,
  sent_at: ({ event }) => event.sentAt,
  received_at: ({ event }) => event.receivedAt,
  effective_at: ({ activity }) => activity.effectiveAt,
  channel: ({ event }) => textOrEmpty(event.channel),
  properties: ({ event }) => textOrEmpty(event.properties),
  traits: ({ event }) => textOrEmpty(event.traits),
  context: ({ event }) => textOrEmpty(event.context),
  integrations: ({ event }) => textOrEmpty(event.integrations),
  original: ({ event }) => event.original,
});

type ProfileChange = {
  readonly activity: ProfileActivity;
  readonly otherProfileId: string;
  readonly cause: string;
};

const profileChanges = mappedTable<ProfileChange>('profile_changes', {
  kind: ({ activity }) => activity.kind,
  space_id: ({ activity }) => activity.spaceId,
  profile_id: ({ activity }) => activity.profileId,
  other_profile_id: ({ otherProfileId }) => otherProfileId,
  cause: ({ cause }) => cause,
  effective_at: ({ activity }) => activity.effectiveAt,
});

/** Events go to `events`; merges and splits, which say how to read the events' profiles today, to `profile_changes`. */
export const profilesActivity = feed(topics.profilesActivity, rowOf);

function rowOf(activity: ProfileActivity, position: Position): ArchiveRow {
  const { kind, event, merged, split, effectiveAt } = activity;
  if (kind === 'event' && event !== null) {
    return events.row({ activity, event }, position, event.receivedAt);
  }
  if (kind === 'merged' && merged !== null) {
    const change = { activity, otherProfileId: merged.survivorId, cause: merged.messageId };
    return profileChanges.row(change, position, effectiveAt);
  }
  if (kind === 'split' && split !== null) {
    const change = { activity, otherProfileId: split.newProfileId, cause: split.changeId };
    return profileChanges.row(change, position, effectiveAt);
  }
  throw new InvalidRecordError('decoding-failed', `archiving an activity failed: kind ${kind} has no row`);
}
