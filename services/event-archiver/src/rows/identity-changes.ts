import { topics, type IdentityChange } from '@millrace/contracts';

import { mappedTable, textOrEmpty } from './archive-table.ts';
import { feed } from './feed.ts';

const table = mappedTable<IdentityChange>('identity_changes', {
  change_id: ({ changeId }) => changeId,
  kind: ({ kind }) => kind,
  space_id: ({ spaceId }) => spaceId,
  profile_id: ({ profileId }) => profileId,
  survivor_id: ({ survivorId }) => textOrEmpty(survivorId),
  identifier_type: ({ identifierType }) => textOrEmpty(identifierType),
  identifier_value: ({ identifierValue }) => textOrEmpty(identifierValue),
  reason: ({ reason }) => textOrEmpty(reason),
  message_id: ({ messageId }) => messageId,
  source_id: ({ sourceId }) => sourceId,
  at: ({ at }) => at,
});

/** Decisions of the identity graph. */
export const identityChanges = feed(topics.identityChanges, (change, position) =>
  table.row(change, position, change.at),
);
