import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
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
/** What tests listen with. */
const servers: (Server | HttpServer)[] = [];
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
  for (const server of servers) server.close();
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

async function portOf(server: Server | HttpServer): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A way to Kafka that takes connections and passes nothing on until it thaws, as a broker that stands still. */
async function aFrozenBroker() {
  const [host = '', port = ''] = endpoints.kafka.split(':');
  const sockets: Socket[] = [];
  let isFrozen = true;
  const server = createServer(socket => {
    socket.on('error', () => undefined);
    sockets.push(socket);
    if (isFrozen) return;
    const behind = connect(Number(port), host);
    behind.on('error', () => undefined);
    sockets.push(behind);
    socket.pipe(behind).pipe(socket);
  });
  return {
    address: `127.0.0.1:${await portOf(server)}`,
    connections: () => sockets.length,
    thaw: () => (isFrozen = false),
  };
}

it('a gateway that starts while Kafka stands still sends what it kept, once Kafka moves', async () => {
  const first = await startGateway(settings);
  expect(await first.stop('SIGTERM')).toBe(0);

  const broker = await aFrozenBroker();
  const gateway = await startGateway({ ...settings, KAFKA_BROKERS: broker.address });
  expect((await track(gateway, 'patient', 'patient')).status).toBe(200);
  while (broker.connections() < 2) await sleep(50);
  broker.thaw();
  while (!/spool_state\{[^}]*state="direct"[^}]*\} 1/.test(await gateway.metrics())) await sleep(50);
  expect(await gateway.stop('SIGTERM')).toBe(0);
  expect((await stored()).get('patient')).toEqual(['patient']);
});

it('a gateway that learns late that it cannot work ends, and does not keep events for ever', async () => {
  const first = await startGateway(settings);
  expect(await first.stop('SIGTERM')).toBe(0);

  const refused = Promise.withResolvers<undefined>();
  const registry = createHttpServer((_request, response) => {
    void refused.promise.then(() => {
      response.writeHead(403, { 'content-type': 'application/json' });
      response.end('{"error_code":403,"message":"forbidden"}');
    });
  });
  const url = `http://127.0.0.1:${await portOf(registry)}`;
  const gateway = await startGateway({ ...settings, SCHEMA_REGISTRY_URL: url });
  refused.resolve(undefined);
  expect(await gateway.ended).not.toBe(0);
});

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
