import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createCountingRun, type CountingRun } from './counting-run.ts';
import { orders, quietOrders } from './orders.ts';

const points = [
  'before-fence',
  'before-step',
  'before-records',
  'before-commit',
  'before-apply',
  'after-apply',
] as const;

/** A stopped process is noticed after its session; a woken one needs a moment to find out. */
const WAKE_MS = 4_000;

describe('an owner that is stopped, loses its partitions, and wakes up', () => {
  const runs = new Map<string, CountingRun>();
  const works = new Map<string, Promise<void>>();

  beforeAll(async () => {
    for (const point of points) {
      const run = await createCountingRun();
      runs.set(point, run);
      const work = zombieRun(run, point);
      work.catch(() => undefined);
      works.set(point, work);
    }
  }, 60_000);
  afterAll(async () => {
    for (const run of runs.values()) await run.close();
  }, 60_000);

  it.each(points)('changes nothing: stopped at %s', async point => works.get(point), 120_000);
});

async function zombieRun(run: CountingRun, point: (typeof points)[number]): Promise<void> {
  await run.produce([...orders(40), ...quietOrders(6, 0)]);
  const zombie = run.start({ stopAt: point });
  await isStopped(zombie.child.pid);
  run.start();
  // The new owner takes over and goes on; more comes in while the zombie sleeps.
  await run.produce(orders(20, 2));
  await run.finished();
  zombie.kill('SIGCONT');
  await sleep(WAKE_MS);
  // Before anything new hides what it may have done.
  await expectUndisturbed(run);
  await run.produce(orders(20, 3));
  await run.finished();
  await expectUndisturbed(run);
}

async function expectUndisturbed(run: CountingRun): Promise<void> {
  const { kafka, redisStates } = await run.outcome();
  expect(kafka).toEqual(await run.expected());
  expect(redisStates).toEqual(kafka.states);
}

/** Waits until a process has stopped itself. */
async function isStopped(pid: number | undefined): Promise<void> {
  for (;;) {
    if (await hasStopped(pid)) return;
    await sleep(50);
  }
}

async function hasStopped(pid: number | undefined): Promise<boolean> {
  return new Promise(resolve =>
    execFile('ps', ['-o', 'state=', '-p', `${pid}`], (_error, stdout) =>
      resolve(stdout.trim().startsWith('T')),
    ),
  );
}
