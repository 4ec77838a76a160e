import { describe, expect, it } from '@jest/globals';
import { headers, topics, type DeferredWebhook, type WaitingWebhook } from '@millrace/contracts';
import type { EmittedEvent, FunctionOutcome } from '@millrace/sandbox';
import { aRecord, A_TIME, createDriver, localCodec, throughEveryCrash, type Driver } from '@millrace/testing';

import { aDeferredWebhook, anInvocation, aRun, returned, someRules, threw } from './fixtures/functions.ts';
import type { Question } from './handler.ts';
import type { Invocation } from './invocation.ts';
import { createTopology } from './topology.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const topology = createTopology({ rules: someRules(), maxWaiting: 100 });
const codec = localCodec(topics.webhooksDeferred);

const emitted: readonly EmittedEvent[] = [
  { type: 'identify', event: { userId: 'u-1', traits: { plan: 'pro' } } },
  { type: 'track', event: { userId: 'u-1', event: 'Invoice Paid' } },
];

/** Runs functions by a script: how the n-th run (from 1) on a request ends is `endOf`'s. */
function scripted(endOf: (invocationId: string, attempt: number) => FunctionOutcome, now: () => number) {
  const runs: string[] = [];
  const ask = ({ value, attempt }: Question): Promise<Invocation> => {
    const webhook = codec.decode(value);
    const run = aRun(endOf(webhook.invocationId, attempt), { emitted });
    runs.push(`${webhook.invocationId} ${attempt}`);
    return Promise.resolve(anInvocation(run, { webhook, attempt, startedAt: now() }));
  };
  return { ask, runs };
}

async function start(endOf: Parameters<typeof scripted>[0], program = topology) {
  let clock = (): number => A_TIME;
  const { ask, runs } = scripted(endOf, () => clock());
  const driver: Driver<DeferredWebhook, WaitingWebhook> = await createDriver(program, { ask });
  clock = () => driver.now();
  return { driver, runs };
}

function deferred(invocationId: string, overrides: Partial<DeferredWebhook> = {}) {
  return aRecord(invocationId, aDeferredWebhook({ invocationId, ...overrides }), {
    headers: { [headers.traceparent]: '00-11111111111111111111111111111111-2222222222222222-00' },
  });
}

const outcomes = (driver: Driver<DeferredWebhook, WaitingWebhook>) =>
  driver.outputs(topics.functionsInvocations).map(({ value }) => `${value.attempt} ${value.outcome}`);

describe('a deferred request', () => {
  it('waits until it is due, and what its function sends goes where events go', async () => {
    const { driver, runs } = await start(() => returned);
    await driver.pipe([deferred('a')]);
    await driver.advanceTo(A_TIME + 2 * MINUTE - 1);
    expect(runs).toEqual([]);

    await driver.advanceTo(A_TIME + 2 * MINUTE);
    expect(runs).toEqual(['a 2']);
    const events = driver.outputs(topics.eventsCollected);
    expect(events.map(({ key, value }) => [key, value.type, value.messageId])).toEqual([
      ['src_billing:u-1', 'identify', 'a-0'],
      ['src_billing:u-1', 'track', 'a-1'],
    ]);
    expect(events[1]?.headers).toMatchObject({
      'source-id': 'src_billing',
      type: 'track',
      event: 'Invoice Paid',
    });
    expect(events[1]?.headers['traceparent']).toMatch(/^00-1{32}-/);
    expect(events[1]?.value.receivedAt).toBe(A_TIME);
    expect(outcomes(driver)).toEqual(['2 succeeded']);
    expect(driver.states().size).toBe(0);
  });

  it('is tried six times in all, with growing pauses, and then goes to dead letters as it was read', async () => {
    const { driver, runs } = await start(() => threw('RetryError'));
    const record = deferred('a');
    await driver.pipe([record]);
    await driver.advanceTo(A_TIME + 2 * HOUR);
    expect(runs).toEqual(['a 2', 'a 3', 'a 4', 'a 5', 'a 6']);
    expect(outcomes(driver)).toEqual(['2 retrying', '3 retrying', '4 retrying', '5 retrying', '6 expired']);

    const [letter] = driver.deadLetters();
    expect(codec.decode(letter?.value ?? Buffer.alloc(0))).toEqual(aDeferredWebhook({ invocationId: 'a' }));
    expect(letter?.headers).toMatchObject({
      'dead-letter-code': 'RETRY_ERROR',
      'dead-letter-topic': 'webhooks.deferred.v1',
      'dead-letter-offset': '0',
      'source-id': 'src_billing',
    });
    expect(driver.outputs(topics.eventsCollected)).toEqual([]);
    expect(driver.states().size).toBe(0);
  });

  it('goes to dead letters at once when its function fails otherwise', async () => {
    const { driver, runs } = await start(() => threw('TypeError'));
    await driver.pipe([deferred('a')]);
    await driver.advanceTo(A_TIME + HOUR);
    expect(runs).toEqual(['a 2']);
    expect(outcomes(driver)).toEqual(['2 failed']);
    expect(driver.deadLetters()).toHaveLength(1);
  });

  it('holds up no other', async () => {
    const { driver } = await start(id => (id === 'a' ? { kind: 'timed-out' } : returned));
    await driver.pipe([deferred('a'), deferred('b')]);
    await driver.advanceTo(A_TIME + 2 * MINUTE);
    expect(driver.outputs(topics.eventsCollected).map(({ value }) => value.messageId)).toEqual([
      'b-0',
      'b-1',
    ]);
  });

  it('waits in its topic while enough others wait here', async () => {
    const { driver } = await start(() => returned, createTopology({ rules: someRules(), maxWaiting: 2 }));
    for (const id of ['a', 'b', 'c']) await driver.pipe([deferred(id)]);
    expect([...driver.states().keys()]).toEqual(['a', 'b']);
    await driver.advanceTo(A_TIME + HOUR);
    expect(driver.states().size).toBe(0);
    expect(outcomes(driver)).toHaveLength(3);
  });

  it('is due at once when it comes again from dead letters, with all its attempts', async () => {
    const { driver, runs } = await start(() => returned);
    await driver.pipe([deferred('a', { attempts: 0, dueAt: A_TIME - HOUR })]);
    await driver.advanceTo(A_TIME);
    expect(runs).toEqual(['a 1']);
  });

  it('is run for once and sends its events once, through a crash at every step', async () => {
    const results = await throughEveryCrash(topology, {
      options: () => {
        const { ask } = scripted(
          (id, attempt) => (id === 'a' && attempt < 4 ? { kind: 'timed-out' } : returned),
          () => A_TIME,
        );
        return { ask };
      },
      scenario: async driver => {
        await driver.pipe([deferred('a'), deferred('b')]);
        await driver.advanceTo(A_TIME + 2 * HOUR);
      },
    });
    expect(results.crashed.length).toBeGreaterThan(10);
    expect(results.uninterrupted.outputs[topics.eventsCollected.name]).toHaveLength(4);
    for (const { point, pass, result } of results.crashed) {
      expect({ point, pass, result }).toEqual({ point, pass, result: results.uninterrupted });
    }
  });
});
