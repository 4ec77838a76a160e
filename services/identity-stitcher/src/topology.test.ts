import { describe, expect, it } from '@jest/globals';
import { topics, type Event, type ValidatedEvent } from '@millrace/contracts';
import {
  A_TIME,
  aPoisonRecord,
  aRecord,
  anEvent,
  createDriver,
  throughEveryCrash,
  type Driver,
} from '@millrace/testing';

import { MAX_IDENTIFIERS } from './limits.ts';
import { createTopology } from './topology.ts';

const futureBoundMs = 300_000;
const topology = createTopology({ futureBoundMs });
const validated = (overrides: Partial<Event>, spaceId = 'spa_1') =>
  aRecord<ValidatedEvent>(spaceId, { spaceId, event: anEvent(overrides) });

/** A visit on a phone and one on a laptop, then a sign-in on each. */
const oneStory = [
  validated({ messageId: 'm1', userId: null, anonymousId: 'phone', receivedAt: A_TIME }),
  validated({ messageId: 'm2', userId: null, anonymousId: 'laptop', receivedAt: A_TIME + 1 }),
  validated({ messageId: 'm3', userId: 'jane', anonymousId: 'laptop', receivedAt: A_TIME + 2 }),
  validated({ messageId: 'm4', userId: 'jane', anonymousId: 'phone', receivedAt: A_TIME + 3 }),
  validated({ messageId: 'm5', userId: null, anonymousId: 'laptop', receivedAt: A_TIME + 4 }),
];

const profileOf = (driver: Driver<ValidatedEvent, unknown>, messageId: string): string | undefined =>
  driver.outputs(topics.profilesActivity).find(({ value }) => value.event?.messageId === messageId)?.key;
const changesOf = (driver: Driver<ValidatedEvent, unknown>, messageId: string) =>
  driver
    .outputs(topics.identityChanges)
    .filter(({ value }) => value.messageId === messageId)
    .map(({ value }) => `${value.kind} ${value.identifierValue ?? ''}`.trim())
    .sort();

describe('identity-stitcher', () => {
  it('gathers the events of two devices in the older profile once one person has signed in on both', async () => {
    const driver = await createDriver(topology);
    await driver.pipe(oneStory);
    const [phone, laptop] = [profileOf(driver, 'm1'), profileOf(driver, 'm2')];
    expect(laptop).not.toBe(phone);
    expect(profileOf(driver, 'm3')).toBe(laptop);
    expect(profileOf(driver, 'm4')).toBe(phone);
    expect(profileOf(driver, 'm5')).toBe(phone);
    expect(changesOf(driver, 'm1')).toEqual(['attached phone', 'created']);
    expect(changesOf(driver, 'm3')).toEqual(['attached jane']);
    expect(changesOf(driver, 'm4')).toEqual(['merged']);
    expect(changesOf(driver, 'm5')).toEqual([]);
  });

  it('ends the merged profile in its own order: its events, then where it went', async () => {
    const driver = await createDriver(topology);
    await driver.pipe(oneStory);
    const laptop = profileOf(driver, 'm2');
    const history = driver.outputs(topics.profilesActivity).filter(({ key }) => key === laptop);
    expect(history.map(({ value }) => value.kind)).toEqual(['event', 'event', 'merged']);
    expect(history.at(-1)?.value.merged).toEqual({ survivorId: profileOf(driver, 'm1'), messageId: 'm4' });
  });

  it('keeps the colleagues of an account apart, each linked to it', async () => {
    const driver = await createDriver(topology);
    const groupCall = { type: 'group', event: null, groupId: 'acme', traits: '{"email":"hello@acme.io"}' };
    await driver.pipe([
      validated({ messageId: 'm1', userId: 'ann', ...groupCall }),
      validated({ messageId: 'm2', userId: 'ben', ...groupCall }),
      validated({ messageId: 'm3', userId: 'ben', ...groupCall }),
    ]);
    expect(profileOf(driver, 'm1')).not.toBe(profileOf(driver, 'm2'));
    expect(changesOf(driver, 'm2')).toEqual(['attached acme', 'attached ben', 'created']);
    expect(changesOf(driver, 'm3')).toEqual([]);
  });

  it('merges nothing for an alias', async () => {
    const driver = await createDriver(topology);
    await driver.pipe([
      validated({ messageId: 'm1', userId: null, anonymousId: 'phone' }),
      validated({
        messageId: 'm2',
        type: 'alias',
        userId: 'jane',
        previousId: 'phone',
        anonymousId: 'phone',
      }),
    ]);
    expect(profileOf(driver, 'm2')).not.toBe(profileOf(driver, 'm1'));
  });

  it('keeps the graphs of two spaces apart', async () => {
    const driver = await createDriver(topology);
    await driver.pipe([validated({ messageId: 'm1' }, 'spa_1'), validated({ messageId: 'm2' }, 'spa_2')]);
    expect(profileOf(driver, 'm1')).not.toBe(profileOf(driver, 'm2'));
  });

  it('holds an event to its receipt where it claims to lie further in the future than the bound', async () => {
    const driver = await createDriver(topology);
    const at = { receivedAt: A_TIME };
    await driver.pipe([
      validated({ messageId: 'm1', ...at, timestamp: A_TIME + futureBoundMs }),
      validated({ messageId: 'm2', ...at, timestamp: A_TIME + futureBoundMs + 1 }),
      validated({ messageId: 'm3', ...at, timestamp: A_TIME - 86_400_000 }),
    ]);
    const times = driver.outputs(topics.profilesActivity).map(({ value }) => value.effectiveAt - A_TIME);
    expect(times).toEqual([futureBoundMs, 0, -86_400_000]);
  });

  it('hands the event on as it is, with headers that route it', async () => {
    const driver = await createDriver(topology);
    const event = anEvent({ properties: '{"id":9007199254740993}', context: '{"ip":"::1"}' });
    await driver.pipe([aRecord('spa_1', { spaceId: 'spa_1', event })]);
    const [activity] = driver.outputs(topics.profilesActivity);
    expect(activity?.value.event).toEqual(event);
    expect(activity?.headers).toMatchObject({
      'source-id': 'source-1',
      type: 'track',
      event: 'Order Completed',
    });
  });

  it('puts what it cannot use aside and goes on', async () => {
    const driver = await createDriver(topology);
    await driver.pipe([
      aPoisonRecord('spa_1'),
      validated({ messageId: 'm1', userId: null, anonymousId: null }),
      validated({ messageId: 'm2' }),
    ]);
    expect(driver.deadLetters()).toHaveLength(2);
    expect(profileOf(driver, 'm2')).toBeDefined();
  });

  it('finds an identifier at the end of a long way of merges, with an empty cache', async () => {
    const driver = await createDriver(topology);
    const devices = Array.from({ length: 60 }, (_, at) => `device-${at}`);
    const visits = devices.map((device, at) =>
      validated({ messageId: `v${at}`, userId: null, anonymousId: device, receivedAt: A_TIME + at }),
    );
    // Each profile in turn becomes part of the next older one.
    const meetings = devices.slice(1).map((device, at) => {
      const pair = { userId: device, anonymousId: devices[at] ?? null };
      return validated({ messageId: `p${at}`, receivedAt: A_TIME, ...pair });
    });
    const signIns = devices.map((device, at) =>
      validated({ messageId: `s${at}`, userId: device, anonymousId: device, receivedAt: A_TIME + 100 }),
    );
    await driver.pipe([...visits, ...signIns, ...meetings.reverse()]);
    await driver.restart();
    await driver.pipe([validated({ messageId: 'last', userId: null, anonymousId: 'device-59' })]);
    expect(profileOf(driver, 'last')).toBe(profileOf(driver, 'v0'));
  });

  it('stays bounded for a device that more people share than a profile may own, and still resolves every event', async () => {
    const driver = await createDriver(topology);
    const people = Array.from({ length: MAX_IDENTIFIERS + 50 }, (_, at) => `user-${at}`);
    const shared = people.map(userId => validated({ messageId: userId, userId, anonymousId: 'kiosk' }));
    await driver.pipe(shared);
    const resolved = driver.outputs(topics.profilesActivity).map(({ key }) => key);
    expect(resolved).toHaveLength(people.length);
    expect(new Set(resolved).size).toBe(1);
    const refused = driver.outputs(topics.identityChanges).filter(({ value }) => value.kind === 'refused');
    expect(refused).toHaveLength(51);
    expect(new Set(refused.map(({ value }) => value.reason))).toEqual(new Set(['identifier-limit']));
    expect(driver.deadLetters()).toEqual([]);
  });

  it('writes the same through a crash at every step of the protocol', async () => {
    const { uninterrupted, crashed } = await throughEveryCrash(topology, {
      scenario: driver => driver.pipe(oneStory),
      options: () => ({ batchSize: 2 }),
    });
    expect(crashed.length).toBeGreaterThan(20);
    for (const { point, pass, result } of crashed)
      expect({ point, pass, result }).toEqual({ point, pass, result: uninterrupted });
  });

  it('rebuilds the graph from its changelog when the store is emptied', async () => {
    const driver = await createDriver(topology);
    await driver.pipe(oneStory.slice(0, 3));
    driver.emptyStore();
    await driver.restart();
    await driver.pipe(oneStory.slice(3));
    const calm = await createDriver(topology);
    await calm.pipe(oneStory);
    expect(driver.storedStates()).toEqual(calm.states());
    expect(profileOf(driver, 'm5')).toBe(profileOf(calm, 'm5'));
  });
});
