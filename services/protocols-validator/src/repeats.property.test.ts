import { describe, expect, it } from '@jest/globals';
import { topics, type Event } from '@millrace/contracts';
import { A_TIME, aRecord, anEvent, createDriver, type DriverRecord } from '@millrace/testing';
import { crashPoints } from '@millrace/stream-runtime';
import fc from 'fast-check';

import type { Tables } from './admission.ts';
import { createTopology } from './topology.ts';

const windowMs = 1000;
const topology = createTopology({ dedupeWindowMs: windowMs, configGraceMs: 0 });
const tables = (): Tables => ({
  readAt: A_TIME + 10 * windowMs,
  sourceById: id => (id === 'src_gone' ? undefined : { enabled: id !== 'src_off', spaceId: 'spa_1' }),
});
const runs = { seed: 7, numRuns: 150 };

/** Few ids, people and sources, sound and not, over a few windows of time; times may run backwards a little. */
const log: fc.Arbitrary<readonly DriverRecord<Event>[]> = fc.array(
  fc
    .record({
      messageId: fc.constantFrom('m1', 'm2', 'm3'),
      userId: fc.constantFrom('u1', 'u2'),
      sourceId: fc.constantFrom('src_1', 'src_2', 'src_off', 'src_gone'),
      event: fc.constantFrom('Order Completed', null),
      at: fc.integer({ min: 0, max: 3 * windowMs }),
    })
    .map(({ at, ...overrides }) =>
      aRecord(`${overrides.sourceId}:${overrides.userId}`, anEvent(overrides), { timestamp: A_TIME + at }),
    ),
  { maxLength: 40 },
);

/** What the records come to, told one by one with a plain memory. */
function expectedOf(records: readonly DriverRecord<Event>[]): { validated: string[]; blocked: string[] } {
  const memory = new Map<string, { at: number; code: string | undefined }>();
  const expected = { validated: [] as string[], blocked: [] as string[] };
  for (const record of records) {
    if (!('value' in record)) continue;
    const { value: event, key, timestamp: at = 0 } = record;
    const name = `${key} ${event.messageId}`;
    const known = memory.get(name);
    const seen = known !== undefined && known.at + windowMs > at ? known : undefined;
    if (seen !== undefined && seen.code === undefined) continue;
    const code =
      event.sourceId === 'src_gone'
        ? 'unknown_source'
        : event.sourceId === 'src_off'
          ? 'source_disabled'
          : event.event === null
            ? 'event_not_defined'
            : undefined;
    if (seen !== undefined && seen.code === code) continue;
    memory.set(name, { at, code });
    if (code === undefined) expected.validated.push(`${name} ${at}`);
    else expected.blocked.push(`${name} ${at} ${code}`);
  }
  return { validated: expected.validated.sort(), blocked: expected.blocked.sort() };
}

async function outcomeOf(
  records: readonly DriverRecord<Event>[],
  batchSize: number,
  crash?: { point: (typeof crashPoints)[number]; pass: number },
): Promise<ReturnType<typeof expectedOf>> {
  const driver = await createDriver(topology, { tables, batchSize, partitions: 2 });
  if (crash !== undefined) driver.crashAt(crash.point, crash.pass);
  await driver.pipe(records);
  const name = (event: Event, timestamp: number): string =>
    `${event.sourceId}:${event.userId ?? ''} ${event.messageId} ${timestamp}`;
  return {
    validated: driver
      .outputs(topics.eventsValidated)
      .map(({ value, timestamp }) => name(value.event, timestamp))
      .sort(),
    blocked: driver
      .outputs(topics.eventsBlocked)
      .map(({ value, timestamp }) => `${name(value.event, timestamp)} ${value.reason}`)
      .sort(),
  };
}

describe('repeats', () => {
  it('are dropped exactly as a plain memory would, whatever the batches', async () => {
    await fc.assert(
      fc.asyncProperty(log, fc.integer({ min: 1, max: 20 }), async (records, batchSize) => {
        expect(await outcomeOf(records, batchSize)).toEqual(expectedOf(records));
      }),
      runs,
    );
  });

  it('are dropped exactly through a crash at any place', async () => {
    const crash = fc.record({ point: fc.constantFrom(...crashPoints), pass: fc.integer({ min: 1, max: 8 }) });
    await fc.assert(
      fc.asyncProperty(log, crash, async (records, place) => {
        expect(await outcomeOf(records, 3, place)).toEqual(expectedOf(records));
      }),
      runs,
    );
  });
});
