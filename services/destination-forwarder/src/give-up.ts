import type { ParkedProfile } from '@millrace/contracts';
import type { Context, Step } from '@millrace/stream';

import type { Tables } from './active-destination.ts';
import { outcomeRecord, type OutcomeWord } from './outcome-record.ts';
import { deadLetter } from './parked-profile.ts';

/** Why all events of a profile are given up on at once. */
export type GiveUpReason = 'destination-disabled' | 'parked-too-much';

const outcomeWords: Readonly<Record<GiveUpReason, OutcomeWord>> = {
  'destination-disabled': 'filtered',
  'parked-too-much': 'overflowed',
};

/** All parked events of a profile go to dead letters together, oldest first, so that they can be sent again as one piece. */
export function giveUp(
  profileId: string,
  profile: ParkedProfile,
  reason: GiveUpReason,
  { now, tables: { destination } }: Context<Tables>,
): Step<ParkedProfile> {
  const { spaceId, attempts, events } = profile;
  return {
    kind: 'next',
    changes: [{ key: profileId, state: undefined }],
    outputs: events.map((event, index) =>
      outcomeRecord(destination, { profileId, spaceId }, event, {
        outcome: outcomeWords[reason],
        reason,
        attempt: index === 0 ? attempts : 0,
        attemptedAt: now,
      }),
    ),
    deadLetters: events.map(event => deadLetter(profileId, event, reason)),
  };
}
