import { describe, expect, it } from '@jest/globals';
import { topics } from '@millrace/contracts';
import type { Reply } from '@millrace/destinations';
import { crashPoints } from '@millrace/stream-runtime';
import { A_TIME, createDriver } from '@millrace/testing';
import fc from 'fast-check';

import { anActivityRecord, aDestination, aReceiver, aResponse, someRules } from './fixtures/forwarding.ts';
import { createTopology } from './topology.ts';

/** What a receiver says to the first attempts for an event; then it takes it. */
const replies = fc.array(
  fc.constantFrom<Reply | 'withheld'>(
    aResponse(500),
    aResponse(429, '30'),
    aResponse(401),
    { kind: 'failure', code: 'timed-out' },
    'withheld',
  ),
  { maxLength: 6 },
);
const event = fc.record({
  profile: fc.constantFrom('a', 'b', 'c'),
  replies: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: replies }),
  ending: fc.oneof(
    { weight: 6, arbitrary: fc.constant('taken' as const) },
    { weight: 1, arbitrary: fc.constant('refused' as const) },
    { weight: 1, arbitrary: fc.constant('never' as const) },
  ),
  /** Time that passes before it arrives. */
  pauseMs: fc.constantFrom(0, 0, 0, 400, 5_000, 600_000),
});
const crash = fc.record({ point: fc.constantFrom(...crashPoints), pass: fc.integer({ min: 1, max: 4 }) });

const scenario = fc.record({
  events: fc.array(event, { minLength: 1, maxLength: 40 }),
  crashes: fc.array(fc.option(crash, { nil: undefined }), { maxLength: 10 }),
  maxParkedEvents: fc.integer({ min: 2, max: 40 }),
  drained: fc.integer({ min: 1, max: 10 }),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

const endings: Readonly<Record<'taken' | 'refused' | 'never', Reply>> = {
  taken: aResponse(200),
  refused: aResponse(422),
  never: { kind: 'failure', code: 'connection-refused' },
};
const HORIZON_MS = 600_000;
const FINAL = new Set(['delivered', 'rejected', 'expired', 'overflowed']);

describe('deliveries to one destination, whatever it answers and wherever the program dies', () => {
  it('keep the order of each profile, end once for each event, and repeat only under the same messageId', async () => {
    await fc.assert(fc.asyncProperty(scenario, check), { numRuns: 200 });
  }, 120_000);
});

async function check(given: Scenario): Promise<void> {
  const events = given.events.map((one, index) => ({ ...one, messageId: `message-${index}` }));
  const byId = new Map(events.map(one => [one.messageId, one]));
  let clock = (): number => A_TIME;
  const receiver = aReceiver(
    () => clock(),
    (messageId, question) => {
      const { replies: first = [], ending } = byId.get(messageId) ?? {};
      return first[question - 1] ?? endings[ending ?? 'taken'];
    },
  );
  const rules = someRules({
    horizonMs: HORIZON_MS,
    maxParkedEvents: given.maxParkedEvents,
    maxDrained: { events: given.drained, durationMs: 60_000 },
  });
  const driver = await createDriver(createTopology('destination-1', { rules, isUp: () => true }), {
    tables: () => ({ destination: aDestination() }),
    ask: receiver.ask,
    batchSize: 7,
  });
  clock = () => driver.now();

  for (const [index, { profile, messageId, pauseMs }] of events.entries()) {
    const wish = given.crashes[index];
    if (wish !== undefined) driver.crashAt(wish.point, wish.pass);
    await driver.advanceTo(driver.now() + pauseMs);
    await driver.pipe([anActivityRecord(profile, { messageId })]);
  }
  await driver.advanceTo(driver.now() + (events.length + 1) * HORIZON_MS);

  const ends = driver.outputs(topics.deliveriesOutcomes).filter(({ value }) => FINAL.has(value.outcome));
  expect(ends.map(({ value }) => value.messageId).sort()).toEqual([...byId.keys()].sort());
  const endOf = new Map(ends.map(({ value }) => [value.messageId, value.outcome]));
  for (const profile of ['a', 'b', 'c']) {
    const taken = [...new Set(receiver.taken)].filter(id => byId.get(id)?.profile === profile);
    // An event that was taken may still end otherwise: its process died before the answer counted.
    const delivered = events.filter(
      one => one.profile === profile && endOf.get(one.messageId) === 'delivered',
    );
    expect(taken.filter(id => endOf.get(id) === 'delivered')).toEqual(
      delivered.map(({ messageId }) => messageId),
    );
  }
  const lost = [...endOf].filter(([, outcome]) => outcome === 'expired' || outcome === 'overflowed');
  expect(driver.deadLetters()).toHaveLength(lost.length);
  expect(driver.states().size).toBe(0);
  expect(driver.storedStates().size).toBe(0);
  if (driver.crashes() === 0) expect(receiver.taken).toHaveLength(new Set(receiver.taken).size);
}
