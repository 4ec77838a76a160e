import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { crashPoints, type CrashPoint } from '@millrace/stream-runtime';

import { createCountingRun, type CountingRun } from './counting-run.ts';
import { orders, quietOrders } from './orders.ts';

/** Points that a partition passes once, before it has read anything. */
const pointsOfStart: ReadonlySet<CrashPoint> = new Set([
  'before-fence',
  'after-fence',
  'before-marker',
  'after-marker',
  'before-restore',
  'during-restore',
  'after-restore',
]);

/** Runs started together: each waits seconds for the group to notice that a member died. */
const AT_ONCE = 5;

describe.each(chunks(crashPoints, AT_ONCE))('a process killed at %s and others', (...points) => {
  const runs = new Map<string, CountingRun>();
  const works = new Map<string, Promise<void>>();

  beforeAll(async () => {
    for (const point of points) {
      const run = await createCountingRun();
      runs.set(point, run);
      const work = killedRun(run, point);
      work.catch(() => undefined);
      works.set(point, work);
    }
  }, 60_000);
  afterAll(async () => {
    for (const run of runs.values()) await run.close();
  }, 60_000);

  it.each(points)(
    'leaves outputs and states as if it had not been killed: %s',
    async point => works.get(point),
    120_000,
  );
});

/** A process that dies at a point while it works, and one that takes over. */
async function killedRun(run: CountingRun, point: CrashPoint): Promise<void> {
  await run.produce([...orders(40), ...quietOrders(6, 0)]);
  if (point === 'during-restore') {
    // Only a store that lags has something to restore.
    const before = run.start();
    await run.finished();
    before.kill('SIGKILL');
    await before.ended;
    await run.emptyRedis();
  }
  const killed = run.start({}, pointsOfStart.has(point) ? point : `${point}:5`);
  await killed.ended;
  expect(killed.child.signalCode).toBe('SIGKILL');
  await run.produce(orders(20, 2));
  run.start();
  await run.finished();
  const { kafka, redisStates } = await run.outcome();
  expect(kafka).toEqual(await run.expected());
  expect(redisStates).toEqual(kafka.states);
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, n) =>
    list.slice(n * size, (n + 1) * size),
  );
}
