import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Event } from '@millrace/contracts';
import { A_TIME, anEvent } from '@millrace/testing';

import { createClickHouseSummaryStore } from '../src/stores/clickhouse-summary-store.ts';
import { sumUpThrough } from '../src/summaries/sum-up.ts';
import { summaries, type Summary } from '../src/summaries/summary.ts';
import { anActivity, createScenario, ended, until, type ArchiveScenario } from './archive-scenario.ts';

const EVENTS = 400;
/** Past the end of both partitions: what is not there has no rows. */
const LAST_OFFSET = 150;
const ROUNDS = 2;
const TIMEOUT_MS = 120_000;
const scenarios: ArchiveScenario[] = [];

afterAll(async () => {
  await Promise.all(scenarios.map(scenario => scenario.close()));
});

const aScenario = async (): Promise<ArchiveScenario> => {
  const scenario = await createScenario();
  scenarios.push(scenario);
  return scenario;
};

const ask = <Row>({ clickhouse }: ArchiveScenario, query: string): Promise<readonly Row[]> =>
  clickhouse.query<Row>(query).catch(() => []);

/** How many events are summed up; 0 while there is no table yet. */
const summedUp = async (scenario: ArchiveScenario): Promise<number> => {
  const query = 'SELECT sum(seen.events) AS events FROM {database:Identifier}.seen_events AS seen';
  const [row] = await ask<{ events: string }>(scenario, query);
  return Number(row?.events ?? 0);
};

describe('an archiver that is killed while it sums up', () => {
  it(
    'leaves sums that the next ones complete: each event counts once',
    async () => {
      const scenario = await aScenario();
      await scenario.writeEvents(EVENTS);
      for (let round = 1; round <= ROUNDS; round += 1) {
        const archiver = scenario.start({ sumsUp: true });
        await until(async () => (await summedUp(scenario)) >= (round * EVENTS) / (ROUNDS + 1));
        await sleep(Math.random() * 20);
        archiver.kill('SIGKILL');
        await ended(archiver);
      }
      // Two at once: each holds one partition, and both see the sums of the other.
      scenario.start({ sumsUp: true });
      scenario.start({ sumsUp: true });
      await until(async () => (await scenario.lag()) === 0);
      await until(async () => (await summedUp(scenario)) >= EVENTS);
      await sleep(200);
      expect(await summedUp(scenario)).toBe(EVENTS);
    },
    TIMEOUT_MS,
  );
});

describe('the sums', () => {
  let scenario: ArchiveScenario;
  const write = (messageId: string, event: Partial<Event>) =>
    scenario.writeActivity({
      ...anActivity(messageId, 'profile-1'),
      event: anEvent({ messageId, ...event }),
    });

  beforeAll(async () => {
    scenario = await aScenario();
    const products = '[{"sku":"a","price":1.5},{"sku":7,"tags":["x"]}]';
    await write('1', { properties: `{"total":12345678901234567890123,"products":${products},"é.ö":null}` });
    await write('2', { properties: '{"total":"12","gift":true}', receivedAt: A_TIME + 5_000 });
    await write('3', {
      type: 'identify',
      event: null,
      traits: '{"address":{"city":"Paris"}}',
      properties: '{"no":1}',
    });
    await write('4', { type: 'page', event: null, name: 'Pricing', properties: 'null' });
    await write('5', { sourceId: 'source-2', properties: null });
    scenario.start({ sumsUp: true });
    await until(async () => (await summedUp(scenario)) === 5);
  }, TIMEOUT_MS);

  it('tell kinds of events apart, with the times of the gateway', async () => {
    const rows = await ask(
      scenario,
      `SELECT source_id, type, event, sum(seen.events) AS events,
              toString(min(first_seen_at)) AS first, toString(max(last_seen_at)) AS last
       FROM {database:Identifier}.seen_events AS seen WHERE source_id != ''
       GROUP BY ALL ORDER BY ALL`,
    );
    const once = { events: '1', first: '2026-01-01 00:00:00.000', last: '2026-01-01 00:00:00.000' };
    expect(rows).toEqual([
      { source_id: 'source-1', type: 'identify', event: '', ...once },
      { source_id: 'source-1', type: 'page', event: '', ...once },
      {
        source_id: 'source-1',
        type: 'track',
        event: 'Order Completed',
        ...{ ...once, events: '2', last: '2026-01-01 00:00:05.000' },
      },
      { source_id: 'source-2', type: 'track', event: 'Order Completed', ...once },
    ]);
  });

  it('have every property with its types: nested, in lists, and beside numbers of any size', async () => {
    const propertiesOf = async (type: string) => {
      const rows = await ask<{ path: string; json_type: string; events: string }>(
        scenario,
        `SELECT path, json_type, sum(seen.events) AS events FROM {database:Identifier}.seen_properties AS seen
         WHERE source_id = 'source-1' AND type = '${type}' GROUP BY ALL ORDER BY ALL`,
      );
      return rows.map(({ path, json_type, events }) => `${path} ${json_type} ${events}`);
    };
    await until(async () => (await propertiesOf('identify')).length > 0);
    expect(await propertiesOf('track')).toEqual([
      'gift boolean 1',
      'products array 1',
      'products.$ object 1',
      'products.$.price number 1',
      'products.$.sku number 1',
      'products.$.sku string 1',
      'products.$.tags array 1',
      'products.$.tags.$ string 1',
      'total number 1',
      'total string 1',
      'é.ö null 1',
    ]);
    expect(await propertiesOf('identify')).toEqual(['address object 1', 'address.city string 1']);
    expect(await propertiesOf('page')).toEqual([]);
  });
});

describe('sums made late', () => {
  it(
    'are the same however many make them at once',
    async () => {
      const scenario = await aScenario();
      await scenario.writeEvents(200);
      const archiver = scenario.start({ sumsUp: true });
      await until(async () => (await scenario.lag()) === 0);
      await until(async () => (await summedUp(scenario)) === 200);
      archiver.kill('SIGKILL');
      await ended(archiver);
      // As before the migration: the archive is there, the sums are not.
      for (const table of ['seen_events', 'seen_properties'])
        await scenario.clickhouse.run(`TRUNCATE TABLE {database:Identifier}.${table}`);

      const [{ topic } = { topic: '' }] = await ask<{ topic: string }>(
        scenario,
        'SELECT any(topic) AS topic FROM {database:Identifier}.events',
      );
      const own: readonly Summary[] = summaries.map(summary => ({ ...summary, topic }));
      const [allowed] = own;
      if (allowed === undefined) throw new Error('nothing is summed up');
      const store = await createClickHouseSummaryStore(scenario.clickhouse, own);
      const options = {
        store,
        maxRecords: 25,
        signal: new AbortController().signal,
        onSummedUp: () => undefined,
      };
      const everything = [0, 1].map(partition =>
        sumUpThrough(LAST_OFFSET, { summary: allowed, place: { topic, partition } }, options),
      );
      const again = [0, 1].map(partition =>
        sumUpThrough(LAST_OFFSET, { summary: allowed, place: { topic, partition } }, options),
      );
      await Promise.all([...everything, ...again]);
      expect(await summedUp(scenario)).toBe(200);
    },
    TIMEOUT_MS,
  );
});
