/** An event of a person: `number` counts the person's events from 0. */
export type PersonEvent = {
  readonly messageId: string;
  readonly person: string;
  /** The user the person turns out to be. */
  readonly user: string;
  readonly number: number;
  readonly path: string;
  readonly body: string;
};

/** Two persons of a pair are two devices of one user. */
const DEVICES_PER_USER = 2;
/** Early events are anonymous; this one tells who the person is. */
const IDENTIFY_AT = 4;

/** Event number `number` of a person of a run: anonymous first, then identified, then track calls that carry both ids. */
export function personEvent(run: string, person: number, number: number): PersonEvent {
  const anonymousId = `${run}-device-${person}`;
  const userId = userOf(run, person);
  const messageId = `${run}-${person}-${number}`;
  const common = { messageId, anonymousId, context: { number } };
  const event =
    number < IDENTIFY_AT
      ? { ...common, event: 'Looked Around', properties: { number } }
      : number === IDENTIFY_AT
        ? { ...common, userId, traits: { number } }
        : { ...common, userId, event: 'Did Something', properties: { number } };
  return {
    messageId,
    person: anonymousId,
    user: userId,
    number,
    path: number === IDENTIFY_AT ? '/v1/identify' : '/v1/track',
    body: JSON.stringify(event),
  };
}

/** Users whose devices ended in different profiles, by where the last event of each device went. */
export function splitUsers(
  last: readonly { readonly user: string; readonly profileId: string | undefined }[],
): readonly string[] {
  const profiles = new Map<string, Set<string>>();
  for (const { user, profileId } of last) {
    if (profileId === undefined) continue;
    profiles.set(user, (profiles.get(user) ?? new Set()).add(profileId));
  }
  return [...profiles].flatMap(([user, ids]) => (ids.size > 1 ? [user] : []));
}

function userOf(run: string, person: number): string {
  return `${run}-user-${Math.floor(person / DEVICES_PER_USER)}`;
}
