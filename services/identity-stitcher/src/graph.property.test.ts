import { describe, expect, it } from '@jest/globals';
import {
  topics,
  type Event,
  type GraphNode,
  type IdentityChange,
  type ProfileActivity,
} from '@millrace/contracts';
import { aRecord, anEvent, createDriver } from '@millrace/testing';
import fc from 'fast-check';

import { newProfileId } from './ids.ts';
import { identifiersOf } from './identifiers.ts';
import { identifierKey } from './state.ts';
import { createTopology } from './topology.ts';

const spaceId = 'spa_1';
const topology = createTopology({ futureBoundMs: 300_000 });
const runs = { seed: 7, numRuns: 150 };

/** Events of few people, devices and addresses, so that they keep meeting. Times tie and run backwards. */
const events: fc.Arbitrary<readonly Event[]> = fc
  .array(
    fc.record({
      user: fc.option(fc.integer({ min: 1, max: 6 })),
      device: fc.option(fc.integer({ min: 1, max: 6 })),
      email: fc.option(fc.integer({ min: 1, max: 4 })),
      group: fc.option(fc.integer({ min: 1, max: 2 })),
      alias: fc.boolean(),
      receivedAt: fc.integer({ min: 1, max: 5 }),
    }),
    { maxLength: 40 },
  )
  .map(calls => calls.filter(({ user, device }) => user !== null || device !== null))
  .map(calls =>
    calls.map(({ user, device, email, group, alias, receivedAt }, index) =>
      anEvent({
        messageId: `m${index}`,
        type: alias && user !== null ? 'alias' : group === null ? 'identify' : 'group',
        event: null,
        userId: user === null ? null : `u${user}`,
        anonymousId: device === null ? null : `a${device}`,
        groupId: group === null ? null : `g${group}`,
        previousId: alias ? 'u1' : null,
        context: email === null ? null : `{"traits":{"email":"e${email}@x.io"}}`,
        receivedAt,
        timestamp: receivedAt,
      }),
    ),
  );

type Outcome = {
  readonly states: ReadonlyMap<string, GraphNode>;
  /** In order per profile. */
  readonly activity: readonly ProfileActivity[];
  readonly changes: readonly IdentityChange[];
};

async function run(log: readonly Event[], batchSize = 7): Promise<Outcome> {
  const driver = await createDriver(topology, { batchSize });
  await driver.pipe(log.map(event => aRecord(spaceId, { spaceId, event }, { timestamp: event.receivedAt })));
  return {
    states: driver.states(),
    activity: driver.outputs(topics.profilesActivity).map(({ value }) => value),
    changes: driver.outputs(topics.identityChanges).map(({ value }) => value),
  };
}

/** The graph without indexes, pointers and limits: people as a list, each with all they are known by. */
function naiveGraph() {
  type Person = {
    readonly id: string;
    readonly createdAt: number;
    readonly known: Set<string>;
    readonly groups: Set<string>;
  };
  let people: Person[] = [];
  return {
    people: () => people,
    /** Returns the id of the person it is of. */
    take(event: Event): string {
      const { personal, group } = identifiersOf(event);
      const names = personal.map(({ type, value }) => `${type}:${value}`);
      const meant = people
        .filter(({ known }) => names.some(name => known.has(name)))
        .sort((one, other) => one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1));
      const id = newProfileId(spaceId, event, personal);
      const [survivor = { id, createdAt: event.receivedAt, known: new Set(), groups: new Set() }] = meant;
      people = [...people.filter(person => !meant.includes(person)), survivor];
      for (const name of [...names, ...meant.flatMap(({ known }) => [...known])]) survivor.known.add(name);
      for (const name of meant.flatMap(({ groups }) => [...groups])) survivor.groups.add(name);
      if (group !== undefined) survivor.groups.add(`group_id:${group.value}`);
      return survivor.id;
    },
  };
}

/** Live profiles by id, with all they own. */
function liveProfiles({ states }: Outcome): ReadonlyMap<string, readonly string[]> {
  const live = [...states].flatMap(([key, { profile }]) =>
    profile === null || profile.mergedInto !== null
      ? []
      : [
          [
            key.split('/')[1] ?? '',
            profile.identifiers.map(({ type, value }) => `${type}:${value}`).sort(),
          ] as const,
        ],
  );
  return new Map(live);
}

/** Live profile of each identifier, following its pointer. */
function owners({ states }: Outcome): ReadonlyMap<string, string> {
  const end = (id: string): string => {
    const next = states.get(`${spaceId}/${id}`)?.profile?.mergedInto;
    return next ? end(next) : id;
  };
  return new Map(
    [...states].flatMap(([key, { identifier }]) =>
      identifier === null ? [] : [[key.slice(spaceId.length + 1), end(identifier.profileId)]],
    ),
  );
}

/** Who belongs together, without the ids of profiles. */
function groupings(outcome: Outcome): readonly string[] {
  return [...liveProfiles(outcome).values()].map(names => names.join()).sort();
}

const anyOrder = events.chain(log =>
  fc.tuple(fc.constant(log), fc.shuffledSubarray([...log], { minLength: log.length })),
);

describe('the identity graph', () => {
  it('equals a naive implementation, event by event and in the end', async () => {
    await fc.assert(
      fc.asyncProperty(events, async log => {
        const outcome = await run(log);
        const naive = naiveGraph();
        const expected = new Map(log.map(event => [event.messageId, naive.take(event)]));
        const resolved = outcome.activity.flatMap(({ event, profileId }) =>
          event === null ? [] : [[event.messageId, profileId] as const],
        );
        expect(resolved).toHaveLength(log.length);
        expect(new Map(resolved)).toEqual(expected);
        expect(liveProfiles(outcome)).toEqual(
          new Map(naive.people().map(({ id, known, groups }) => [id, [...known, ...groups].sort()])),
        );
      }),
      runs,
    );
  });

  it('is the same for the same log, however it is cut into batches', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.integer({ min: 1, max: 50 }), async (log, batchSize) => {
        expect(await run(log, batchSize)).toEqual(await run(log));
      }),
      runs,
    );
  });

  it('has one live owner for every identifier, and that profile lists it', async () => {
    await fc.assert(
      fc.asyncProperty(events, async log => {
        const outcome = await run(log);
        const listed = [...liveProfiles(outcome)].flatMap(([id, names]) =>
          names.filter(name => !name.startsWith('group_id:')).map(name => [name, id] as const),
        );
        expect(new Map(listed)).toEqual(owners(outcome));
        expect(listed).toHaveLength(owners(outcome).size);
      }),
      runs,
    );
  });

  it('leaves of a merged profile only where it went, and points what an event names straight to its profile', async () => {
    await fc.assert(
      fc.asyncProperty(events, async log => {
        const { states, activity } = await run(log);
        for (const { profile } of states.values()) {
          if (profile?.mergedInto) expect(profile.identifiers).toEqual([]);
        }
        const last = log.at(-1);
        if (last === undefined) return;
        const resolved = activity.find(({ event }) => event?.messageId === last.messageId);
        const pointers = identifiersOf(last).personal.map(one => states.get(identifierKey(spaceId, one)));
        expect(pointers).toMatchObject(
          pointers.map(() => ({ identifier: { profileId: resolved?.profileId } })),
        );
      }),
      runs,
    );
  });

  it('joins the same identifiers in whatever order the events come', async () => {
    await fc.assert(
      fc.asyncProperty(anyOrder, async ([log, shuffled]) => {
        expect(groupings(await run(shuffled))).toEqual(groupings(await run(log)));
      }),
      runs,
    );
  });

  it('explains every end of a profile by one change, and writes nothing under it afterwards', async () => {
    await fc.assert(
      fc.asyncProperty(events, async log => {
        const { activity, changes } = await run(log);
        const ended = new Set<string>();
        for (const { kind, profileId } of activity) {
          expect(ended.has(profileId)).toBe(false);
          if (kind === 'merged') ended.add(profileId);
        }
        const merged = changes.filter(({ kind }) => kind === 'merged').map(({ profileId }) => profileId);
        expect(merged.toSorted()).toEqual([...ended].sort());
        expect(new Set(changes.map(({ changeId }) => changeId)).size).toBe(changes.length);
      }),
      runs,
    );
  });
});
