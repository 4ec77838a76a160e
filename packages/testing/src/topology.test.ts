import { deadLetterHeaders } from '@millrace/contracts';
import { describe, expect, it } from '@jest/globals';

import { A_TIME, aPoisonRecord, aRecord, type DriverRecord } from './builders.ts';
import { countingTopics, countingTopology, QUIET_MS, type Order } from './counting-program.ts';
import { createDriver, type DriverOptions } from './driver.ts';
import { throughEveryCrash } from './through-every-crash.ts';

const topics = countingTopics('test');
const topology = countingTopology(topics);

const order = (customer: string, id: string, amount: number): DriverRecord<Order> =>
  aRecord(customer, { id, amount });

/** Prices by order id; asked questions are answered after a moment. */
const priced = (): DriverOptions<undefined, string, number> => ({
  batchSize: 3,
  ask: async id => {
    await Promise.resolve();
    return Number(id.replace(/\D/g, ''));
  },
});

describe('a topology under the driver', () => {
  it('writes outputs and states in order', async () => {
    const driver = await createDriver(topology, priced());
    await driver.pipe([order('ann', 'o1', 5), order('bob', 'o2', 1), order('ann', 'o3', 10)]);
    expect(
      driver
        .outputs(topics.counts)
        .filter(({ key }) => key === 'ann')
        .map(({ value }) => value),
    ).toEqual([
      { id: 'o1', count: 1, total: 5 },
      { id: 'o3', count: 2, total: 15 },
    ]);
    expect(driver.state('ann')).toEqual({ count: 2, total: 15, dueAt: A_TIME + QUIET_MS });
    expect(driver.storedStates()).toEqual(driver.states());
  });

  it('gives outputs the time and the trace of their input', async () => {
    const driver = await createDriver(topology);
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;
    await driver.pipe([
      aRecord('ann', { id: 'o1', amount: 5 }, { headers: { traceparent }, timestamp: A_TIME - 5 }),
    ]);
    expect(driver.outputs(topics.counts)[0]).toMatchObject({
      headers: { traceparent },
      timestamp: A_TIME - 5,
    });
  });

  it('passes over records that are not for it, undecoded', async () => {
    const driver = await createDriver(topology);
    await driver.pipe([{ ...aPoisonRecord('ann'), headers: { kind: 'other' } }]);
    expect(driver.deadLetters()).toEqual([]);
  });

  it('answers questions before later records of the same key, while other keys go on', async () => {
    const asked: string[] = [];
    const answers = new Map<string, (price: number) => void>();
    const options = {
      ask: async (id: string) => {
        asked.push(id);
        return new Promise<number>(resolve => answers.set(id, resolve));
      },
    };
    const driver = await createDriver(topology, options);
    const piped = driver.pipe([
      order('ann', 'a1', 0),
      order('ann', 'a2', 0),
      order('bob', 'b1', 0),
      order('cal', 'c1', 2),
    ]);
    await new Promise(setImmediate);
    expect(asked).toEqual(['a1', 'b1']);
    answers.get('b1')?.(100);
    answers.get('a1')?.(1);
    await new Promise(setImmediate);
    answers.get('a2')?.(2);
    await piped;
    expect(
      driver
        .outputs(topics.counts)
        .filter(({ key }) => key === 'ann')
        .map(({ value }) => value),
    ).toEqual([
      { id: 'a1', count: 1, total: 1 },
      { id: 'a2', count: 2, total: 3 },
    ]);
    expect(driver.state('bob')).toMatchObject({ total: 100 });
  });

  it('fires timers when their time comes, without records', async () => {
    const driver = await createDriver(topology);
    await driver.pipe([order('ann', 'o1', 5)]);
    await driver.advanceTo(A_TIME + QUIET_MS - 1);
    expect(driver.outputs(topics.counts)).toHaveLength(1);
    await driver.advanceTo(A_TIME + QUIET_MS);
    expect(driver.outputs(topics.counts).at(-1)?.value).toEqual({ id: 'quiet', count: 1, total: 5 });
    expect(driver.states().size).toBe(0);
  });

  it('fires timers after a restart, in due order', async () => {
    const driver = await createDriver(topology, { settings: { timerWindow: 1 } });
    await driver.pipe([order('ann', 'o1', 5)]);
    await driver.advanceTo(A_TIME + 1_000);
    await driver.pipe([order('bob', 'o2', 5)]);
    await driver.advanceTo(A_TIME + 2_000);
    await driver.pipe([order('cal', 'o3', 5)]);
    await driver.restart();
    await driver.advanceTo(A_TIME + QUIET_MS * 2);
    const fired = driver.outputs(topics.counts).filter(({ value }) => value.id === 'quiet');
    expect(fired.map(({ timestamp }) => timestamp - A_TIME).sort((a, b) => a - b)).toEqual([
      60_000, 61_000, 62_000,
    ]);
  });

  it('writes a record it cannot use to dead letters, with its bytes and the reason, and goes on', async () => {
    const driver = await createDriver(topology);
    await driver.pipe([
      { ...aPoisonRecord('ann'), headers: { traceparent: 'kept' } },
      order('ann', 'o1', -1),
      order('ann', 'o2', 13),
      order('ann', 'o3', 5),
    ]);
    expect(driver.deadLetters().map(({ headers }) => headers[deadLetterHeaders.code])).toEqual([
      'decoding-failed',
      'negative-amount',
      'handler-failed',
    ]);
    expect(driver.deadLetters()[0]).toMatchObject({
      key: 'ann',
      value: Buffer.from('poison'),
      headers: {
        traceparent: 'kept',
        [deadLetterHeaders.service]: 'counting',
        [deadLetterHeaders.topic]: topics.orders.name,
        [deadLetterHeaders.partition]: '0',
        [deadLetterHeaders.offset]: '0',
        [deadLetterHeaders.attempts]: '1',
      },
    });
    expect(driver.state('ann')).toMatchObject({ count: 1, total: 5 });
  });

  it('stops the intake when too many steps fail', async () => {
    const driver = await createDriver(topology, { settings: { maxBugs: 2 } });
    const failing = [1, 2, 3].map(n => order('ann', `o${n}`, 13));
    await expect(driver.pipe(failing)).rejects.toMatchObject({ code: 'intake-stopped' });
    expect(driver.deadLetters()).toEqual([]);
  });

  it('rebuilds an emptied store from the changelog, stopped or running', async () => {
    const driver = await createDriver(topology, { settings: { cacheBytes: 0 } });
    await driver.pipe([order('ann', 'o1', 5), order('bob', 'o2', 1)]);
    driver.emptyStore();
    await driver.pipe([order('ann', 'o3', 10)]);
    expect(driver.state('ann')).toMatchObject({ count: 2, total: 15 });
    driver.emptyStore();
    await driver.restart();
    expect(driver.storedStates()).toEqual(driver.states());
    expect(driver.states().size).toBe(2);
  });

  it('notices an emptied store even when all it needs is in memory', async () => {
    const driver = await createDriver(topology);
    await driver.pipe([order('ann', 'o1', 5), order('bob', 'o2', 1)]);
    driver.emptyStore();
    await driver.pipe([order('ann', 'o3', 10)]);
    expect(driver.storedStates()).toEqual(driver.states());
  });

  it('gives the same outputs and states when it crashes at any point', async () => {
    const { uninterrupted, crashed } = await throughEveryCrash(topology, {
      options: priced,
      scenario: async driver => {
        await driver.pipe([
          order('ann', 'o1', 5),
          order('bob', 'o2', 0),
          order('ann', 'o3', 0),
          aPoisonRecord('bob'),
        ]);
        driver.emptyStore();
        await driver.pipe([
          order('bob', 'o4', 4),
          order('cal', 'o5', 7),
          order('ann', 'o6', 13),
          order('ann', 'o7', 1),
        ]);
        await driver.advanceTo(A_TIME + 1_000);
        await driver.pipe([order('cal', 'o8', 4), order('dan', 'o9', 4)]);
        await driver.advanceTo(A_TIME + QUIET_MS + 10);
      },
    });
    expect(new Set(crashed.map(({ point }) => point)).size).toBeGreaterThan(15);
    for (const { point, pass, result } of crashed)
      expect({ point, pass, ...result }).toEqual({ point, pass, ...uninterrupted });
  });
});
