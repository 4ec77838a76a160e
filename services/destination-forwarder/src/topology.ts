import { headers, topics, type ParkedProfile, type ProfileActivity } from '@millrace/contracts';
import type { Topology } from '@millrace/stream';

import type { Tables } from './active-destination.ts';
import type { Attempt, Question } from './attempt.ts';
import { createHandler } from './handler.ts';
import type { DeliveryRules } from './rules.ts';

/** Largest encoded state: what a profile may park, and what its events weigh beside their bytes. */
const MAX_STATE_BYTES = 512 * 1024;

/** The program of one destination instance. */
export type ForwarderTopology = Topology<ProfileActivity, ParkedProfile, Tables, Question, Attempt>;

/** Delivers the activity of every profile to one destination, in order per profile. */
export function createTopology(
  destinationId: string,
  { rules, isUp }: { readonly rules: DeliveryRules; readonly isUp: () => boolean },
): ForwarderTopology {
  return {
    service: 'destination-forwarder',
    group: `destination-forwarder-${destinationId}`,
    input: topics.profilesActivity,
    store: {
      name: `parked-${destinationId}`,
      changelog: topics.destinationForwarderParkedChangelog(destinationId),
      maxStateBytes: MAX_STATE_BYTES,
      dueAt: profile => profile.dueAt,
    },
    outputs: [topics.deliveriesOutcomes],
    deadLetters: topics.destinationForwarderDeadLetters,
    stateKeys: input => [input.key],
    accepts: (recordHeaders, { destination }) =>
      destination.isEnabled && destination.sourceIds.has(recordHeaders[headers.sourceId] ?? ''),
    // While a destination is down its events wait in their topic; the profiles that wait here show when it is back. With
    // none waiting, new records are what shows it.
    isIntakeOpen: ({ timers }) => timers === 0 || (isUp() && timers < rules.maxParkedProfiles),
    handler: createHandler(rules),
  };
}
