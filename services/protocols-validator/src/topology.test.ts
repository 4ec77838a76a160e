import { describe, expect, it } from '@jest/globals';
import { topics, type Event } from '@millrace/contracts';
import { TransientError } from '@millrace/errors';
import { A_TIME, aPoisonRecord, aRecord, anEvent, createDriver, throughEveryCrash } from '@millrace/testing';

import type { Source, Tables } from './admission.ts';
import { createTopology } from './topology.ts';

const hourMs = 3_600_000;
const dedupeWindowMs = 24 * hourMs;
const topology = createTopology({ dedupeWindowMs, configGraceMs: 10_000 });
const known: Source = { enabled: true, spaceId: 'spa_1' };
const tables = (): Tables => ({ readAt: A_TIME, sourceById: id => (id === 'src_1' ? known : undefined) });

const collected = (overrides: Partial<Event>, timestamp = A_TIME) => {
  const event = anEvent({ sourceId: 'src_1', ...overrides });
  return aRecord(`${event.sourceId}:${event.anonymousId ?? event.userId ?? ''}`, event, { timestamp });
};
const validatedIds = (driver: Awaited<ReturnType<typeof started>>) =>
  driver.outputs(topics.eventsValidated).map(({ value }) => value.event.messageId);
const started = () => createDriver(topology, { tables, partitions: 2 });

describe('protocols-validator', () => {
  it('hands a sound event to its space as it is, with headers that route it', async () => {
    const driver = await started();
    const event = anEvent({ sourceId: 'src_1', properties: '{"id":9007199254740993}' });
    await driver.pipe([aRecord('src_1:user-1', event)]);
    expect(driver.outputs(topics.eventsValidated)).toMatchObject([
      {
        key: 'spa_1',
        value: { spaceId: 'spa_1', event },
        headers: { 'source-id': 'src_1', type: 'track', event: 'Order Completed' },
      },
    ]);
  });

  it('blocks an event with its reason and all that arrived', async () => {
    const driver = await started();
    await driver.pipe([collected({ event: null, original: '{"type":"track"}' })]);
    expect(driver.outputs(topics.eventsValidated)).toEqual([]);
    expect(driver.outputs(topics.eventsBlocked)).toMatchObject([
      { key: 'src_1', value: { reason: 'event_not_defined', event: { original: '{"type":"track"}' } } },
    ]);
  });

  it('drops repeats within a batch, in later batches and after a restart, until the window is over', async () => {
    const driver = await started();
    await driver.pipe([collected({ messageId: 'm1' }), collected({ messageId: 'm1' })]);
    await driver.pipe([collected({ messageId: 'm1' }, A_TIME + hourMs)]);
    await driver.restart();
    await driver.pipe([collected({ messageId: 'm1' }, A_TIME + dedupeWindowMs - 1)]);
    expect(validatedIds(driver)).toEqual(['m1']);
    await driver.pipe([collected({ messageId: 'm1' }, A_TIME + dedupeWindowMs)]);
    expect(validatedIds(driver)).toEqual(['m1', 'm1']);
  });

  it('takes equal ids of two people or two sources as different events', async () => {
    const both = (): Tables => ({ readAt: A_TIME, sourceById: () => known });
    const driver = await createDriver(topology, { tables: both });
    await driver.pipe([
      collected({ messageId: 'm1', userId: 'u1' }),
      collected({ messageId: 'm1', userId: 'u2' }),
      collected({ messageId: 'm1', userId: 'u1', sourceId: 'src_2' }),
    ]);
    expect(validatedIds(driver)).toHaveLength(3);
  });

  it('lets a repaired event in under the id of the one that was blocked', async () => {
    const driver = await started();
    await driver.pipe([
      collected({ messageId: 'm1', event: null }),
      collected({ messageId: 'm1', event: null }),
    ]);
    await driver.pipe([collected({ messageId: 'm1' }), collected({ messageId: 'm1' })]);
    expect(driver.outputs(topics.eventsBlocked)).toHaveLength(1);
    expect(validatedIds(driver)).toEqual(['m1']);
  });

  it('waits for a source that the configuration lacks, and loses nothing', async () => {
    let asked = 0;
    const lateTables = (): Tables => ({
      readAt: A_TIME + 1000,
      sourceById: () => (++asked < 3 ? undefined : known),
    });
    const driver = await createDriver(topology, { tables: lateTables });
    await driver.pipe([collected({ messageId: 'm1' }), collected({ messageId: 'm2' })]);
    expect(validatedIds(driver)).toEqual(['m1', 'm2']);
  });

  it('keeps its place while the source stays unknown', async () => {
    const noTables = (): Tables => ({ readAt: A_TIME + 1000, sourceById: () => undefined });
    const driver = await createDriver(topology, { tables: noTables });
    await expect(driver.pipe([collected({})])).rejects.toThrow(TransientError);
    expect(driver.outputs(topics.eventsBlocked)).toEqual([]);
    expect(driver.deadLetters()).toEqual([]);
  });

  it('puts bytes that are no event aside and goes on', async () => {
    const driver = await started();
    await driver.pipe([aPoisonRecord('src_1:user-1'), collected({ messageId: 'm1' })]);
    expect(driver.deadLetters()).toHaveLength(1);
    expect(validatedIds(driver)).toEqual(['m1']);
  });

  it('writes the same through a crash at every step of the protocol', async () => {
    const { uninterrupted, crashed } = await throughEveryCrash(topology, {
      scenario: async driver => {
        await driver.pipe([collected({ messageId: 'm1' }), collected({ messageId: 'm2', event: null })]);
        await driver.pipe([
          collected({ messageId: 'm1' }),
          collected({ messageId: 'm2' }),
          collected({ messageId: 'm3' }),
        ]);
      },
      options: () => ({ tables, batchSize: 2 }),
    });
    expect(uninterrupted.outputs[topics.eventsValidated.name]).toHaveLength(3);
    expect(crashed.length).toBeGreaterThan(20);
    for (const { point, pass, result } of crashed)
      expect({ point, pass, result }).toEqual({ point, pass, result: uninterrupted });
  });
});
