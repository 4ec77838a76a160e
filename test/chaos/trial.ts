import { setTimeout as sleep } from 'node:timers/promises';

import { markTopics, messageIdsSince } from '../ledger/collect-sightings.ts';
import { compareLedger, violations, type Ledger, type PlacedEvent } from '../ledger/ledger.ts';
import { openArchive } from '../stack/archive.ts';
import type { Endpoints } from '../stack/endpoints.ts';
import { watchInbox, type InboxWatch } from '../stack/inbox-watch.ts';
import { createInbox } from '../stack/inbox.ts';
import { startPersons, type PersonsLoad } from './persons-load.ts';
import { splitUsers } from './persons.ts';

/** Who acts while the stack is troubled. */
export type TrialOptions = {
  /** First word of the run's name. */
  readonly name: string;
  readonly persons: number;
  readonly pauseMs: number;
  /** Tells the person what is under way. */
  readonly say: (line: string) => void;
};

/** What came of a trial. */
export type Trial = {
  readonly ledger: Ledger;
  /** Sends that had to be repeated because no 200 came. */
  readonly sendsRepeated: number;
  /** Users whose devices did not end in one profile. */
  readonly splitUsers: readonly string[];
  /** What was not as promised; empty when all is well. */
  readonly verdict: readonly string[];
};

const SETTLE_WITHIN_MS = 120_000;

/** Lets persons act until `trouble` is over, lets the stack recover, and compares what was acknowledged with what arrived. */
export async function runTrial(
  endpoints: Endpoints,
  { name, persons, pauseMs, say }: TrialOptions,
  trouble: (load: PersonsLoad) => Promise<void>,
): Promise<Trial> {
  const run = `${name}-${crypto.randomUUID().slice(0, 8)}`;
  const startedAt = Date.now();
  const marks = await markTopics(endpoints);
  const archive = openArchive(endpoints.clickhouse);
  const watch = watchInbox(createInbox(endpoints.inbox), {
    since: startedAt,
    isOurs: id => id.startsWith(run),
  });
  const load = startPersons(endpoints.gateway, { run, persons, pauseMs });
  try {
    await trouble(load);
  } finally {
    await load.stop();
  }
  say(`  ${load.acknowledged.size} events acknowledged; waiting for them to arrive`);
  await settle(load, watch, () => archive.count(startedAt, run));
  await watch.stop();
  const placed = await archive.placedSince(startedAt);
  await archive.close();
  const ledger = compareLedger({
    sent: new Set(load.sent.keys()),
    acknowledged: load.acknowledged,
    topics: await messageIdsSince(endpoints, marks),
    archive: placed,
    deliveries: watch.deliveries.map(({ messageId }) => messageId),
    sequence: load.sent,
  });
  const split = splitUsers(lastPlaces(load, placed));
  return {
    ledger,
    sendsRepeated: load.repeats(),
    splitUsers: split,
    verdict: [
      ...violations(ledger),
      ...(split.length > 0 ? [`${split.length} users in more than one profile`] : []),
    ],
  };
}

async function settle(load: PersonsLoad, watch: InboxWatch, archived: () => Promise<number>): Promise<void> {
  const deadline = performance.now() + SETTLE_WITHIN_MS;
  const isHere = (id: string): boolean => watch.events.has(id);
  while (performance.now() < deadline) {
    if ([...load.acknowledged].every(isHere) && (await archived()) >= load.acknowledged.size) return;
    await sleep(250);
  }
}

/** Where the last event of each person went. */
function lastPlaces(load: PersonsLoad, placed: readonly PlacedEvent[]) {
  const profiles = new Map(placed.map(({ messageId, profileId }) => [messageId, profileId]));
  const last = new Map([...load.sent.values()].map(event => [event.person, event]));
  return [...last.values()].map(({ user, messageId }) => ({ user, profileId: profiles.get(messageId) }));
}
