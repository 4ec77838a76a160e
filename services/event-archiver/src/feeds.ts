import { deliveriesOutcomes } from './rows/deliveries-outcomes.ts';
import { eventsBlocked } from './rows/events-blocked.ts';
import type { Feed } from './rows/feed.ts';
import { functionsInvocations } from './rows/functions-invocations.ts';
import { identityChanges } from './rows/identity-changes.ts';
import { profilesActivity } from './rows/profiles-activity.ts';

/** Every topic that is archived. Another one is a file under rows/, a migration with its table, and a line here. */
export const feeds: readonly Feed[] = [
  profilesActivity,
  eventsBlocked,
  identityChanges,
  deliveriesOutcomes,
  functionsInvocations,
];
