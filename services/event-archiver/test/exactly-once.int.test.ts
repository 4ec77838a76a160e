import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, describe, expect, it } from '@jest/globals';

import { crashPoints } from '../src/crash-points.ts';
import { createScenario, ended, until, type ArchiveScenario } from './archive-scenario.ts';

const EVENTS = 240;
const TIMEOUT_MS = 120_000;
/** Cuts blocks elsewhere than its predecessor, so that only the plan makes it repeat one exactly. */
const successor = { maxRows: 7 };
const scenarios: ArchiveScenario[] = [];

afterAll(async () => {
  await Promise.all(scenarios.map(scenario => scenario.close()));
});

const aScenario = async (): Promise<ArchiveScenario> => {
  const scenario = await createScenario();
  scenarios.push(scenario);
  return scenario;
};

/** Every event of the scenario is there once. */
const expectEachOnce = async (
  scenario: ArchiveScenario,
  prefixes: readonly string[] = ['event'],
): Promise<void> => {
  const ids = await scenario.archivedIds();
  const expected = prefixes.flatMap(prefix =>
    Array.from({ length: EVENTS }, (_, index) => `${prefix}-${index}`),
  );
  expect(ids.toSorted()).toEqual(expected.toSorted());
};

const isDone = (scenario: ArchiveScenario) => async (): Promise<boolean> => (await scenario.lag()) === 0;

describe('an archiver that is killed', () => {
  it.concurrent.each(crashPoints)(
    '%s: the next one archives each event once',
    async point => {
      const scenario = await aScenario();
      await scenario.writeEvents(EVENTS / 2);
      await scenario.writePoison('profile-1');
      await scenario.writeEvents(EVENTS, 'rest');
      const pass = point.endsWith('dead-letters') ? 1 : 3;
      await ended(scenario.start({ stopAt: { point, pass, signal: 'SIGKILL' } }));
      expect(await scenario.lag()).toBeGreaterThan(0);
      scenario.start(successor);
      await until(isDone(scenario));

      const ids = await scenario.archivedIds();
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toHaveLength(EVENTS / 2 + EVENTS);
      const letters = await scenario.deadLetters();
      expect(new Set(letters.map(({ headers }) => headers['dead-letter-offset'])).size).toBe(1);
    },
    TIMEOUT_MS,
  );
});

describe('an archiver that sleeps while another takes its partitions over', () => {
  it.concurrent.each(['after-plan', 'before-insert', 'before-commit'] as const)(
    '%s: it changes nothing when it wakes',
    async point => {
      const scenario = await aScenario();
      await scenario.writeEvents(EVENTS);
      const zombie = scenario.start({ stopAt: { point, pass: 2, signal: 'SIGSTOP' } });
      await until(() => isStopped(zombie.pid));
      scenario.start(successor);
      await until(isDone(scenario));
      await expectEachOnce(scenario);

      zombie.kill('SIGCONT');
      await scenario.writeEvents(EVENTS, 'later');
      await until(isDone(scenario));
      // Time enough for the zombie to insert what it had in hand and to come back as a member.
      await sleep(3_000);
      await expectEachOnce(scenario, ['event', 'later']);
      expect(zombie.exitCode).toBeNull();
    },
    TIMEOUT_MS,
  );
});

describe('archivers that come and go', () => {
  it.concurrent(
    'share the partitions and archive each event once',
    async () => {
      const scenario = await aScenario();
      const first = scenario.start();
      await scenario.writeEvents(EVENTS, 'a');
      await until(async () => (await scenario.archivedIds()).length > 0);
      const writing = writeSlowly(scenario, ['b', 'c', 'd']);
      const second = scenario.start();
      await until(async () => (await scenario.members()) === 2);
      first.kill('SIGTERM');
      await ended(first);
      expect(first.exitCode).toBe(0);
      await writing;
      await until(isDone(scenario));
      await expectEachOnce(scenario, ['a', 'b', 'c', 'd']);
      second.kill('SIGTERM');
      await ended(second);
      expect(second.exitCode).toBe(0);
    },
    TIMEOUT_MS,
  );
});

async function writeSlowly(scenario: ArchiveScenario, prefixes: readonly string[]): Promise<void> {
  for (const prefix of prefixes) {
    await scenario.writeEvents(EVENTS, prefix);
    await sleep(1_000);
  }
}

/** Linux says how a process is; elsewhere a while has to do. */
async function isStopped(pid: number | undefined): Promise<boolean> {
  try {
    return (await readFile(`/proc/${pid}/stat`, 'utf8')).split(' ')[2] === 'T';
  } catch {
    await sleep(10_000);
    return true;
  }
}
