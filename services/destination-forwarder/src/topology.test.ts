import { describe, expect, it } from '@jest/globals';
import { topics, type ParkedProfile, type ProfileActivity } from '@millrace/contracts';
import type { Reply } from '@millrace/destinations';
import { crashPoints } from '@millrace/stream-runtime';
import { A_TIME, createDriver, type Driver } from '@millrace/testing';

import type { ActiveDestination } from './active-destination.ts';
import {
  activityRecords,
  aDestination,
  anActivityRecord,
  aReceiver,
  aResponse,
  messageIds,
  someRules,
  type ScriptedReceiver,
} from './fixtures/forwarding.ts';
import { createTopology } from './topology.ts';

const HOUR = 3_600_000;

describe('the forwarder of one destination', () => {
  it('delivers every event once, in order per profile, and keeps no state', async () => {
    const { driver, receiver } = await start(() => aResponse(200));
    await driver.pipe([...activityRecords('a', 5), ...activityRecords('b', 3)]);
    expect(ofProfile(receiver.taken, 'a')).toEqual(messageIds('a', 5));
    expect(ofProfile(receiver.taken, 'b')).toEqual(messageIds('b', 3));
    expect(driver.states().size).toBe(0);
    expect(outcomeWords(driver)).toEqual(new Array(8).fill('delivered'));
  });

  it('holds a profile back while its oldest event fails, and no other profile', async () => {
    const { driver, receiver } = await start((messageId, attempt) =>
      messageId === 'a-2' && attempt <= 5 ? aResponse(500) : aResponse(200),
    );
    await driver.pipe([...activityRecords('a', 4), ...activityRecords('b', 4)]);
    expect(ofProfile(receiver.taken, 'a')).toEqual(['a-1']);
    expect(ofProfile(receiver.taken, 'b')).toEqual(messageIds('b', 4));
    expect(driver.state('a')?.events.map(({ messageId }) => messageId)).toEqual(['a-2', 'a-3', 'a-4']);

    await driver.advanceTo(A_TIME + 2 * HOUR);
    expect(ofProfile(receiver.taken, 'a')).toEqual(messageIds('a', 4));
    expect(driver.states().size).toBe(0);
  });

  it('passes over what its sources did not send, without decoding it', async () => {
    const { driver, receiver } = await start(() => aResponse(200));
    await driver.pipe([
      anActivityRecord('a', { sourceId: 'source-2' }),
      { key: 'a', bytes: Buffer.from('not Avro'), headers: { 'source-id': 'source-2' } },
      anActivityRecord('a', { messageId: 'wanted' }),
    ]);
    expect(receiver.sent).toEqual(['wanted']);
    expect(driver.deadLetters()).toEqual([]);
  });

  it('takes over new settings while it runs', async () => {
    let destination = aDestination();
    const { driver, receiver } = await start(() => aResponse(200), { current: () => destination });
    await driver.pipe([anActivityRecord('a', { messageId: 'first', sourceId: 'source-2' })]);
    destination = aDestination({ sourceIds: new Set(['source-2']) });
    await driver.pipe([anActivityRecord('a', { messageId: 'second', sourceId: 'source-2' })]);
    expect(receiver.sent).toEqual(['second']);
  });

  it('stops reading while the destination is down, and loses and reorders nothing', async () => {
    let isDown = true;
    const { driver, receiver } = await start(() => (isDown ? refused : aResponse(200)), {
      isUp: () => !isDown,
    });
    await driver.pipe(activityRecords('a', 3));
    await driver.pipe([...activityRecords('b', 3), ...activityRecords('c', 3)]);
    expect([...driver.states().keys()]).toEqual(['a']);

    isDown = false;
    await driver.advanceTo(A_TIME + HOUR);
    for (const profileId of ['a', 'b', 'c']) {
      expect(ofProfile(receiver.taken, profileId)).toEqual(messageIds(profileId, 3));
    }
  });

  it('stops reading when enough profiles wait', async () => {
    const rules = someRules({ maxParkedProfiles: 2 });
    const { driver } = await start(() => refused, { rules });
    for (const profileId of ['a', 'b', 'c', 'd']) await driver.pipe(activityRecords(profileId, 1));
    expect([...driver.states().keys()].sort()).toEqual(['a', 'b']);
  });

  it('keeps expired events in dead letters as they were read, and goes on', async () => {
    const { driver, receiver } = await start(messageId => (messageId === 'a-1' ? refused : aResponse(200)));
    await driver.pipe(activityRecords('a', 2));
    await driver.advanceTo(A_TIME + 5 * HOUR);
    expect(receiver.taken).toEqual(['a-2']);
    const [letter] = driver.deadLetters();
    expect(
      topics.profilesActivity.type.decode(letter?.value ?? Buffer.alloc(0), 5).value?.event?.messageId,
    ).toBe('a-1');
    expect(letter?.headers).toMatchObject({
      'dead-letter-code': 'delivery-expired',
      'dead-letter-topic': 'profiles.activity.v1',
      'dead-letter-offset': '0',
      'source-id': 'source-1',
    });
    const words = outcomeWords(driver);
    expect(words.slice(-2)).toEqual(['expired', 'delivered']);
    expect(new Set(words.slice(0, -2))).toEqual(new Set(['retrying']));
  });

  it.each(crashPoints)(
    'loses and reorders nothing by a crash %s, and repeats no more than the batch in hand',
    async point => {
      const { driver, receiver } = await start((messageId, attempt) =>
        messageId.endsWith('-2') && attempt < 3 ? aResponse(503) : aResponse(200),
      );
      for (let pass = 1; pass <= 3; pass++) {
        const profileId = `p${pass}`;
        driver.crashAt(point, pass);
        await driver.restart();
        await driver.pipe([...activityRecords(profileId, 4), ...activityRecords(`${profileId}-other`, 1)]);
        await driver.advanceTo(driver.now() + HOUR);
        expect(firstTimes(ofProfile(receiver.taken, profileId))).toEqual(messageIds(profileId, 4));
        expect(receiver.taken).toContain(`${profileId}-other-1`);
      }
      expect(driver.crashes()).toBeGreaterThan(0);
      expect(driver.states().size).toBe(0);
      expect(driver.storedStates().size).toBe(0);
    },
  );

  it('goes on where it was when the store is emptied', async () => {
    const { driver, receiver } = await start((messageId, attempt) =>
      messageId === 'a-1' && attempt < 4 ? aResponse(503) : aResponse(200),
    );
    await driver.pipe(activityRecords('a', 3));
    driver.emptyStore();
    await driver.restart();
    await driver.advanceTo(A_TIME + HOUR);
    expect(receiver.taken).toEqual(messageIds('a', 3));
  });
});

const refused: Reply = { kind: 'failure', code: 'connection-refused' };

type ForwarderDriver = Driver<ProfileActivity, ParkedProfile>;
type Started = { readonly driver: ForwarderDriver; readonly receiver: ScriptedReceiver };

async function start(
  replyTo: (messageId: string, attempt: number) => Reply,
  {
    rules = someRules(),
    current = () => aDestination(),
    isUp = () => true,
  }: { rules?: ReturnType<typeof someRules>; current?: () => ActiveDestination; isUp?: () => boolean } = {},
): Promise<Started> {
  let clock = (): number => A_TIME;
  const receiver = aReceiver(() => clock(), replyTo);
  const driver = await createDriver(createTopology('destination-1', { rules, isUp }), {
    tables: () => ({ destination: current() }),
    ask: receiver.ask,
    partitions: 1,
  });
  clock = () => driver.now();
  return { driver, receiver };
}

function ofProfile(ids: readonly string[], profileId: string): string[] {
  return ids.filter(id => id.startsWith(`${profileId}-`) && /^\d+$/.test(id.slice(profileId.length + 1)));
}

/** What a receiver that drops repeats by their id has taken. */
function firstTimes(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}

function outcomeWords(driver: ForwarderDriver): string[] {
  return driver.outputs(topics.deliveriesOutcomes).map(({ value }) => value.outcome);
}
