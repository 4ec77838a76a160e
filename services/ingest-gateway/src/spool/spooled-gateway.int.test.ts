import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { headers, topics, type Event } from '@millrace/contracts';
import { createKafka, createProducer, ensureTopics } from '@millrace/kafka';
import { createCodecs, type Codec } from '@millrace/schema-registry';
import { silentLog } from '@millrace/telemetry';

import { startGateway, type GatewayProcess } from '../fakes/gateway-process.ts';

jest.setTimeout(120_000);

const endpoints = JSON.parse(
  readFileSync(process.env['MILLRACE_ENDPOINTS'] ?? '.local/endpoints.json', 'utf8'),
) as { readonly kafka: string; readonly schemaRegistry: string };

const kafka = createKafka({ brokers: [endpoints.kafka], clientId: 'test', log: silentLog });
const codecs = createCodecs({ url: endpoints.schemaRegistry, log: silentLog });
const configTopics = [topics.eventsCollected, topics.configResources];
const configuration = createProducer({
  kafka,
  topics: configTopics,
  log: silentLog,
  deliveryTimeoutMs: 10_000,
  maxWaitingBytes: 1_000_000,
  maxWaitingRecords: 1_000,
});

/** A source of this run alone. */
const sourceId = `src_test_${randomUUID()}`;
const writeKey = randomUUID();
const configKey = `test/source/${sourceId}`;
let eventCodec: Codec<Event>;
let spoolFolder: string;
let settings: Readonly<Record<string, string>>;

beforeAll(async () => {
  spoolFolder = await mkdtemp(join(tmpdir(), 'spool-'));
  settings = {
    KAFKA_BROKERS: endpoints.kafka,
    SCHEMA_REGISTRY_URL: endpoints.schemaRegistry,
    SPOOL_FOLDER: spoolFolder,
    SPOOL_AFTER: '300ms',
    SPOOL_MAX: '8MiB',
    SPOOL_MIN_FREE: '1MiB',
    LOG_LEVEL: 'error',
  };
  await ensureTopics({ kafka, topics: configTopics, log: silentLog });
  await configuration.connect();
  eventCodec = await codecs.codecFor(topics.eventsCollected);
  const resourceCodec = await codecs.codecFor(topics.configResources);
  const spec = {
    name: 'Test',
    type: 'node.js',
    enabled: true,
    spaceId: 'spa_test',
    writeKeys: [writeKey],
    settings: {},
    labels: [],
  };
  const value = resourceCodec.encode({
    workspace: 'test',
    kind: 'source',
    id: sourceId,
    slug: sourceId,
    version: 1,
    updatedAt: Date.now(),
    updatedBy: 'test',
    spec: JSON.stringify(spec),
  });
  await configuration.send([{ topic: topics.configResources.name, key: configKey, value }]);
});

afterAll(async () => {
  await configuration.send([{ topic: topics.configResources.name, key: configKey, value: null }]);
  await configuration.close();
  codecs.close();
  await rm(spoolFolder, { recursive: true });
});

/** As `settings`, but nobody listens at the addresses of Kafka and the registry. */
const withoutKafka = () => ({
  ...settings,
  KAFKA_BROKERS: '127.0.0.1:1',
  SCHEMA_REGISTRY_URL: 'http://127.0.0.1:1',
});

async function track(gateway: GatewayProcess, userId: string, messageId: string, key: string = writeKey) {
  const properties = { padding: 'x'.repeat(10_000) };
  const reply = await fetch(`${gateway.url}/v1/track`, {
    method: 'POST',
    body: JSON.stringify({ event: 'E', userId, messageId, properties }),
    headers: { authorization: `Basic ${btoa(`${key}:`)}` },
  });
  return { status: reply.status, code: ((await reply.json()) as { readonly code?: string }).code };
}

/** Twenty people who each send one event after another until one is refused; gives what was acknowledged, and the refusals. */
async function trackUntilRefused(gateway: GatewayProcess) {
  const acknowledged = new Map<string, string[]>();
  const refusals = await Promise.all(
    Array.from({ length: 20 }, async (_, person) => {
      const ids: string[] = [];
      const userId = `person-${person}`;
      acknowledged.set(userId, ids);
      for (;;) {
        const messageId = `${userId}/${ids.length}/${randomUUID()}`;
        const reply = await track(gateway, userId, messageId);
        if (reply.status !== 200) return reply;
        ids.push(messageId);
      }
    }),
  );
  return { acknowledged, refusals };
}

/** Message ids of this run's source in the topic, by person, in order of their first occurrence. */
async function stored(): Promise<ReadonlyMap<string, readonly string[]>> {
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topics.eventsCollected.name);
  await admin.disconnect();
  const behind = new Map(
    offsets.filter(({ low, high }) => low !== high).map(({ partition, high }) => [partition, BigInt(high)]),
  );
  const ids = new Map<string, Set<string>>();
  const done = Promise.withResolvers<undefined>();
  const consumer = kafka.consumer({ groupId: `test.${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topic: topics.eventsCollected.name, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      for (const { value, headers: own } of batch.messages) {
        if (value === null || String(own?.[headers.sourceId]) !== sourceId) continue;
        const { userId, messageId } = eventCodec.decode(value);
        ids.set(userId ?? '', (ids.get(userId ?? '') ?? new Set()).add(messageId));
      }
      const end = behind.get(batch.partition);
      if (end !== undefined && BigInt(batch.lastOffset()) + 1n >= end) behind.delete(batch.partition);
      if (behind.size === 0) done.resolve(undefined);
    },
  });
  await done.promise;
  await consumer.disconnect();
  return new Map([...ids].map(([userId, own]) => [userId, [...own]]));
}

it('a gateway that starts, fills its disk and is killed while Kafka is away loses nothing it acknowledged', async () => {
  const first = await startGateway(settings);
  expect((await track(first, 'first', 'first')).status).toBe(200);
  expect(await first.stop('SIGTERM')).toBe(0);

  const offline = await startGateway(withoutKafka());
  expect(await track(offline, 'stranger', 'unknown', 'no key of the snapshot')).toEqual({
    status: 503,
    code: 'not-ready',
  });
  const { acknowledged, refusals } = await trackUntilRefused(offline);
  expect(new Set(refusals.map(({ status, code }) => `${status} ${code}`))).toEqual(
    new Set(['503 spool-full']),
  );
  expect(await offline.metrics()).toMatch(/spool_state\{[^}]*state="spooling"[^}]*\} 1/);
  await offline.stop('SIGKILL');

  const again = await startGateway(settings);
  while (!/spool_state\{[^}]*state="direct"[^}]*\} 1/.test(await again.metrics())) await sleep(50);
  expect((await track(again, 'person-0', 'last')).status).toBe(200);
  expect(await again.stop('SIGTERM')).toBe(0);

  const events = await stored();
  let total = 0;
  for (const [userId, ids] of acknowledged) {
    const expected = userId === 'person-0' ? [...ids, 'last'] : ids;
    expect((events.get(userId) ?? []).filter(id => expected.includes(id))).toEqual(expected);
    total += ids.length;
  }
  expect(total).toBeGreaterThan(300);
});
