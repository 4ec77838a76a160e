import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { createScenario, ended, until, type ForwarderScenario } from './forwarder-scenario.ts';
import { startReceiver, type ScriptedAnswer, type ScriptedReceiver } from './scripted-receiver.ts';

const TIMEOUT_MS = 120_000;
let scenario: ForwarderScenario;
let receivers: ScriptedReceiver[];

beforeEach(async () => {
  scenario = await createScenario();
  receivers = [];
}, TIMEOUT_MS);

afterEach(async () => {
  await scenario.close();
  await Promise.all(receivers.map(receiver => receiver.close()));
}, TIMEOUT_MS);

const receive = async (answer: (messageId: string, attempt: number) => ScriptedAnswer, port?: number) => {
  const receiver = await startReceiver(answer, port);
  receivers.push(receiver);
  return receiver;
};

describe('destination-forwarder', () => {
  it(
    'keeps the order of each person through every kind of failure, and reports each attempt',
    async () => {
      const failures: readonly ScriptedAnswer[] = [500, 503, 'cut', 429, 'hang', 408];
      const receiver = await receive((messageId, attempt) =>
        attempt === 1 && numberOf(messageId) % 7 === 3 ? (failures[numberOf(messageId) % 6] ?? 500) : 200,
      );
      const id = scenario.newId();
      await scenario.configure({ id, url: receiver.url });
      scenario.start({ destination: id });
      const persons = people(20);
      await scenario.write(persons, 0, 15);
      await scenario.write(persons, 15, 30);
      await untilTaken(receiver, persons, 30);

      for (const person of persons) expect(receiver.taken(person)).toEqual(messages(person, 30));
      const repeated = receiver.requests.filter(({ attempt }) => attempt > 1);
      expect(repeated).not.toHaveLength(0);
      for (const { headers, messageId } of receiver.requests)
        expect(headers['idempotency-key']).toBe(messageId);
      await until(
        () => delivered(id) === 600,
        () => delivered(id),
      );
      // A batch that had to be taken again reports the attempts that count, so there may be fewer outcomes than requests.
      const reported = scenario.outcomes(id);
      expect(reported.length).toBeLessThanOrEqual(receiver.requests.length);
      expect(reported.filter(({ outcome }) => outcome === 'retrying')).not.toHaveLength(0);
      expect(new Set(reported.map(({ messageId }) => messageId)).size).toBe(600);
    },
    TIMEOUT_MS,
  );

  it(
    'loses nothing and keeps the order when it is killed, and repeats only what was not acknowledged',
    async () => {
      const receiver = await receive((messageId, attempt) =>
        attempt === 1 && numberOf(messageId) % 25 === 7 ? 503 : 200,
      );
      const id = scenario.newId();
      await scenario.configure({ id, url: receiver.url });
      const persons = people(50);
      let forwarder = scenario.start({ destination: id });
      for (let round = 0; round < 4; round++) {
        await scenario.write(persons, round * 25, round * 25 + 25);
        const before = receiver.requests.length;
        await until(() => receiver.requests.length > before + 200);
        await ended(forwarder, 'SIGKILL');
        forwarder = scenario.start({ destination: id });
      }
      await untilTaken(receiver, persons, 100);
      for (const person of persons) expect(receiver.taken(person)).toEqual(messages(person, 100));
      // Each kill repeats at most the batches it interrupted.
      const answered = receiver.requests.filter(({ status }) => status === 200).length;
      expect(answered - 5_000).toBeLessThan(4 * 50 * 25);
      await until(
        () => delivered(id) === 5_000,
        () => delivered(id),
      );
      await sleep(500);
      expect(delivered(id)).toBe(5_000);
    },
    TIMEOUT_MS,
  );

  it(
    'lets a dead destination fall behind alone, and catches up in order when it is back',
    async () => {
      const healthy = await receive(() => 200);
      const away = await startReceiver(() => 200);
      const port = Number(new URL(away.url).port);
      await away.close();
      const [healthyId, deadId] = [scenario.newId(), scenario.newId()];
      await scenario.configure({ id: healthyId, url: healthy.url });
      await scenario.configure({ id: deadId, url: away.url });
      const forwarder = scenario.start();
      const persons = people(100);
      await scenario.write(persons, 0, 20);
      await untilTaken(healthy, persons, 20);
      for (const person of persons) expect(healthy.taken(person)).toEqual(messages(person, 20));
      expect(delivered(deadId)).toBe(0);

      const back = await receive(() => 200, port);
      await untilTaken(back, persons, 20);
      for (const person of persons) expect(back.taken(person)).toEqual(messages(person, 20));
      expect(await ended(forwarder, 'SIGTERM')).toBe(0);
    },
    TIMEOUT_MS,
  );

  it(
    'keeps every event while credentials are refused',
    async () => {
      let status = 401;
      const receiver = await receive(() => status);
      const id = scenario.newId();
      await scenario.configure({ id, url: receiver.url });
      scenario.start({ destination: id, environment: { RETRY_HORIZON: '1s', DOWN_AFTER_FAILURES: '5' } });
      const persons = people(30);
      await scenario.write(persons, 0, 10);
      await until(() => receiver.requests.length > 60);
      await sleep(7_000);
      status = 200;
      await untilTaken(receiver, persons, 10);
      for (const person of persons) expect(receiver.taken(person)).toEqual(messages(person, 10));
      await until(() => delivered(id) === 300);
      expect(new Set(scenario.outcomes(id).map(({ outcome }) => outcome))).toEqual(
        new Set(['unauthorized', 'delivered']),
      );
    },
    TIMEOUT_MS,
  );

  it(
    'follows the configuration while it runs, and starts a destination with what comes after it',
    async () => {
      const [first, second] = [await receive(() => 200), await receive(() => 200)];
      const [firstId, secondId] = [scenario.newId(), scenario.newId()];
      await scenario.configure({ id: firstId, url: first.url });
      scenario.start();
      const [person = ''] = people(1);
      await scenario.write([person], 0, 3);
      await untilTaken(first, [person], 3);

      await sleep(10);
      await scenario.configure({ id: secondId, url: second.url });
      await scenario.configure({ id: firstId, url: first.url, enabled: false });
      await scenario.write([person], 3, 6);
      await until(() => second.taken(person).length === 3);
      expect(second.taken(person)).toEqual([`${person}-3`, `${person}-4`, `${person}-5`]);
    },
    TIMEOUT_MS,
  );

  it(
    'finishes the batch in hand when it is told to stop, although the destination hangs',
    async () => {
      const receiver = await receive(() => 'hang');
      const id = scenario.newId();
      await scenario.configure({ id, url: receiver.url });
      const forwarder = scenario.start({ destination: id });
      await scenario.write(people(300), 0, 3);
      await until(() => receiver.requests.length > 10);
      const startedAt = Date.now();
      expect(await ended(forwarder, 'SIGTERM')).toBe(0);
      expect(Date.now() - startedAt).toBeLessThan(12_000);
    },
    TIMEOUT_MS,
  );

  it(
    'lets the trace of an event go on in the request',
    async () => {
      const receiver = await receive(() => 200);
      const id = scenario.newId();
      await scenario.configure({ id, url: receiver.url });
      scenario.start({ destination: id });
      const [person = ''] = people(1);
      await scenario.write([person], 0, 1);
      await untilTaken(receiver, [person], 1);
      expect(receiver.requests[0]?.headers['traceparent']).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    },
    TIMEOUT_MS,
  );
});

function people(count: number): string[] {
  const run = randomUUID().slice(0, 8);
  return Array.from({ length: count }, (_, index) => `person-${run}-${index}`);
}

function messages(person: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${person}-${index}`);
}

function numberOf(messageId: string): number {
  return Number(messageId.split('-').at(-1));
}

async function untilTaken(
  receiver: ScriptedReceiver,
  persons: readonly string[],
  count: number,
): Promise<void> {
  const missing = (): string[] => persons.filter(person => receiver.taken(person).length < count);
  await until(() => missing().length === 0, missing, 60_000);
}

function delivered(destinationId: string): number {
  return scenario.outcomes(destinationId).filter(({ outcome }) => outcome === 'delivered').length;
}
