import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

import { freePort } from '@millrace/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { headers, topics, type Event } from '@millrace/contracts';
import { createKafka, createProducer, ensureTopics, partitionFor } from '@millrace/kafka';
import { createCodecs, type Codec } from '@millrace/schema-registry';
import { silentLog } from '@millrace/telemetry';

jest.setTimeout(60_000);

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
let starts: ReadonlyMap<number, string>;
let gateway: {
  readonly process: ChildProcess;
  readonly url: string;
  readonly exited: Promise<number | null>;
};

beforeAll(async () => {
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
});

afterEach(async () => {
  gateway.process.kill('SIGKILL');
  await gateway.exited;
});

async function startGateway(): Promise<void> {
  starts = await ends();
  const operations = await spawnGateway(endpoints.kafka);
  const isReady = (): Promise<boolean> =>
    fetch(`${operations}/health/ready`).then(
      reply => reply.ok,
      () => false,
    );
  while (!(await isReady())) await new Promise(resolve => setTimeout(resolve, 50));
}

/** Gives the URL of its operations server. */
async function spawnGateway(brokers: string): Promise<string> {
  const [port, operationsPort] = await Promise.all([freePort(), freePort()]);
  const child = spawn(process.execPath, ['services/ingest-gateway/src/main.ts'], {
    env: {
      PATH: process.env['PATH'],
      KAFKA_BROKERS: brokers,
      SCHEMA_REGISTRY_URL: endpoints.schemaRegistry,
      PORT: String(port),
      OPERATIONS_PORT: String(operationsPort),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  gateway = { process: child, url: `http://127.0.0.1:${port}`, exited };
  return `http://127.0.0.1:${operationsPort}`;
}

/** Sends one event; says whether it was acknowledged. */
async function post(path: string, body: unknown, traceparent?: string): Promise<boolean> {
  const reply = await fetch(gateway.url + path, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: {
      authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
      ...(traceparent !== undefined && { traceparent }),
    },
  }).catch(() => undefined);
  return reply?.status === 200;
}

async function ends(): Promise<ReadonlyMap<number, string>> {
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topics.eventsCollected.name);
  await admin.disconnect();
  return new Map(offsets.map(({ partition, high }) => [partition, high]));
}

type StoredRecord = {
  readonly partition: number;
  readonly key: string;
  readonly event: Event;
  readonly headers: Readonly<Record<string, string>>;
};

/** What this run's source has in the topic since the gateway started, in the order of each partition. */
async function stored(): Promise<readonly StoredRecord[]> {
  const upTo = await ends();
  const behind = new Map(
    [...upTo].filter(([partition, end]) => BigInt(end) > BigInt(starts.get(partition) ?? 0)),
  );
  const records: StoredRecord[] = [];
  if (behind.size === 0) return records;
  const consumer = kafka.consumer({ groupId: `test.${randomUUID()}` });
  const done = Promise.withResolvers<undefined>();
  await consumer.connect();
  await consumer.subscribe({ topic: topics.eventsCollected.name, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      for (const { key, value, headers: own } of batch.messages) {
        if (value === null || String(own?.[headers.sourceId]) !== sourceId) continue;
        const texts = Object.fromEntries(
          Object.entries(own ?? {}).map(([name, text]) => [name, String(text)]),
        );
        records.push({
          partition: batch.partition,
          key: String(key),
          event: eventCodec.decode(value),
          headers: texts,
        });
      }
      const end = behind.get(batch.partition);
      if (end !== undefined && BigInt(batch.lastOffset()) + 1n >= BigInt(end)) behind.delete(batch.partition);
      if (behind.size === 0) done.resolve(undefined);
    },
  });
  for (const [partition, offset] of starts)
    consumer.seek({ topic: topics.eventsCollected.name, partition, offset });
  await done.promise;
  await consumer.disconnect();
  return records;
}

/** People who each send one event after another until told to stop; gives what was acknowledged, by person. */
function sendContinuously(people: number): { stop(): Promise<ReadonlyMap<string, readonly string[]>> } {
  let isStopped = false;
  const acknowledged = new Map<string, string[]>();
  const everybody = Array.from({ length: people }, async (_, index) => {
    const userId = `person-${index}`;
    const own: string[] = [];
    acknowledged.set(userId, own);
    for (let count = 0; !isStopped; count += 1) {
      const messageId = `${userId}/${count}/${randomUUID()}`;
      if (await post('/v1/track', { event: 'E', userId, messageId })) own.push(messageId);
      else break;
    }
  });
  return {
    async stop() {
      isStopped = true;
      await Promise.all(everybody);
      return acknowledged;
    },
  };
}

async function expectNothingLostOrReordered(
  acknowledged: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const records = await stored();
  let total = 0;
  for (const [userId, messageIds] of acknowledged) {
    const own = records.filter(({ event }) => event.userId === userId).map(({ event }) => event.messageId);
    expect(own.slice(0, messageIds.length)).toEqual(messageIds);
    total += messageIds.length;
  }
  expect(total).toBeGreaterThan(50);
}

describe('the gateway without Kafka', () => {
  it('asks clients to come back, says what it waits for, and stops when told to', async () => {
    const operations = await spawnGateway('127.0.0.1:1');
    const send = (): Promise<Response | undefined> =>
      fetch(`${gateway.url}/v1/track`, { method: 'POST', body: '{}' }).catch(() => undefined);
    let reply = await send();
    while (reply === undefined) reply = await send();
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '1']);
    const ready = await fetch(`${operations}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([503, { ready: false, waitingFor: ['kafka'] }]);
    gateway.process.kill('SIGTERM');
    expect(await gateway.exited).toBe(0);
  });
});

describe('the gateway on Kafka', () => {
  it('has written an event, as it was, when it says 200', async () => {
    await startGateway();
    const original =
      '{"event":"Bought","userId":"u1","anonymousId":"a1","properties":{"n":12345678901234567890, "é":"\\u00e9"}}';
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00';
    expect(await post('/v1/track', original, traceparent)).toBe(true);
    const [record] = await stored();
    expect(record).toMatchObject({
      key: `${sourceId}:a1`,
      headers: { traceparent, 'source-id': sourceId, type: 'track', event: 'Bought' },
      event: { original, properties: '{"n":12345678901234567890, "é":"\\u00e9"}', sourceId, refusal: null },
    });
    expect(record?.partition).toBe(partitionFor(`${sourceId}:a1`, starts.size));
  });

  it('writes every event of a batch', async () => {
    await startGateway();
    const batch = Array.from({ length: 500 }, (_, index) => ({
      type: 'track',
      event: 'E',
      userId: 'u',
      messageId: `m${index}`,
    }));
    expect(await post('/v1/batch', { batch })).toBe(true);
    const ids = (await stored()).map(({ event }) => event.messageId);
    expect(ids).toEqual(batch.map(({ messageId }) => messageId));
  });

  it('keeps the order of each person and ends cleanly when it is stopped under load, without losing what it acknowledged', async () => {
    await startGateway();
    const load = sendContinuously(20);
    await new Promise(resolve => setTimeout(resolve, 1_500));
    gateway.process.kill('SIGTERM');
    expect(await gateway.exited).toBe(0);
    await expectNothingLostOrReordered(await load.stop());
  });

  it('loses nothing it acknowledged when it is killed under load', async () => {
    await startGateway();
    const load = sendContinuously(20);
    await new Promise(resolve => setTimeout(resolve, 1_500));
    gateway.process.kill('SIGKILL');
    await gateway.exited;
    await expectNothingLostOrReordered(await load.stop());
  });
});
