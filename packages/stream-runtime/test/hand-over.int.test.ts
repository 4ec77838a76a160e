import { setTimeout as sleep } from 'node:timers/promises';

import { deadLetterHeaders } from '@millrace/contracts';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { createCountingRun, type CountingRun } from './counting-run.ts';
import { orders, quietOrders } from './orders.ts';

describe('a topology on Kafka and Redis', () => {
  let run: CountingRun;

  beforeEach(async () => {
    run = await createCountingRun();
  });
  afterEach(async () => run.close());

  const expectUndisturbed = async (): Promise<void> => {
    const { kafka, redisStates } = await run.outcome();
    expect(kafka).toEqual(await run.expected());
    expect(redisStates).toEqual(kafka.states);
  };

  it('finishes the batch in hand when it is asked to stop, and goes on where it stopped', async () => {
    const first = run.start();
    await first.ready;
    for (let round = 1; round <= 5; round += 1) await run.produce(orders(30, round));
    first.kill('SIGTERM');
    await first.ended;
    expect(first.child.exitCode).toBe(0);
    await run.produce(orders(30, 6));
    run.start();
    await run.finished();
    await expectUndisturbed();
  }, 60_000);

  it('hands partitions over while two processes come and go', async () => {
    const first = run.start();
    await first.ready;
    for (let round = 1; round <= 12; round += 1) {
      await run.produce(orders(30, round));
      if (round === 3) run.start();
      if (round === 9) first.kill('SIGTERM');
      await sleep(400);
    }
    await run.finished();
    await expectUndisturbed();
  }, 60_000);

  it('rebuilds Redis from the changelog when it was emptied while nothing ran', async () => {
    const first = run.start();
    await run.produce(orders(60));
    await run.finished();
    first.kill('SIGTERM');
    await first.ended;
    await run.emptyRedis();
    run.start();
    await run.produce(orders(30, 2));
    await run.finished();
    await expectUndisturbed();
  }, 60_000);

  it.each([
    ['all states are in memory', 32 * 1024 * 1024],
    ['no state is in memory', 0],
  ])(
    'rebuilds Redis from the changelog when it is emptied while the process works and %s',
    async (_what, cacheBytes) => {
      const first = run.start({ settings: { cacheBytes } });
      await first.ready;
      for (let round = 1; round <= 6; round += 1) {
        await run.produce(orders(30, round));
        if (round % 2 === 0) await run.emptyRedis();
        await sleep(200);
      }
      await run.finished();
      await run.emptyRedis();
      await run.produce(orders(30, 7));
      await run.finished();
      await sleep(1_000);
      await expectUndisturbed();
    },
    60_000,
  );

  it('fires timers that fell due while nothing ran, and those of a rebuilt store', async () => {
    const first = run.start();
    await first.ready;
    await run.produce(quietOrders(20, 3_000));
    await sleep(500);
    first.kill('SIGKILL');
    await first.ended;
    await run.emptyRedis();
    run.start();
    await sleep(3_000);
    await run.finished();
    await expectUndisturbed();
  }, 60_000);

  it('writes what it cannot use to dead letters with where it came from', async () => {
    run.start();
    await run.produce(orders(40));
    await run.finished();
    const letters = await run.deadLetters();
    expect(letters.length).toBeGreaterThan(3);
    for (const { headers } of letters) {
      expect(headers).toMatchObject({
        [deadLetterHeaders.service]: 'counting',
        [deadLetterHeaders.version]: '0.0.0',
        [deadLetterHeaders.topic]: run.topology.input.name,
        [deadLetterHeaders.attempts]: '1',
      });
    }
    await expectUndisturbed();
  }, 60_000);
});
