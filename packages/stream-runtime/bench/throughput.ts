/**
 * Measures the loop against the local stack: records a second of one partition, and the latency of a record that comes alone.
 *
 *   MILLRACE_ENDPOINTS=.local/endpoints.json node packages/stream-runtime/bench/throughput.ts [records]
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { createKafka, ensureTopics } from '@millrace/kafka';
import { createRedis } from '@millrace/redis';
import { createCodecs } from '@millrace/schema-registry';
import { emit, next, type Topology } from '@millrace/stream';
import kafkajs, { type Message } from 'kafkajs';
import { runTopology, type RuntimeSettings } from '@millrace/stream-runtime';
import { silentLog, silentTelemetry } from '@millrace/telemetry';
import {
  countingTopics,
  testEndpoints,
  type CountingTopics,
  type Order,
  type Tally,
} from '@millrace/testing';

const RECORDS = Number(process.argv[2] ?? 100_000);
const PAYLOAD = 'x'.repeat(650);

const endpoints = testEndpoints();
const kafka = createKafka({ brokers: [endpoints.kafka], clientId: 'bench', log: silentLog });
const redis = createRedis({ url: endpoints.redis, log: silentLog });
const codecs = createCodecs({ url: endpoints.schemaRegistry, log: silentLog });

/** One output a record, nothing kept. */
function stateless(topics: CountingTopics): Topology<Order, Tally> {
  return {
    service: 'bench',
    group: topics.orders.name,
    input: topics.orders,
    outputs: [topics.counts],
    deadLetters: topics.deadLetters,
    handler: (_states, input) => {
      if (input.kind !== 'record') return next([]);
      return next([], [emit(topics.counts, input.key, { id: input.value.id, count: 1, total: 1 })]);
    },
  };
}

/** One output and one state a record; `keys` decides how often a state is in memory. */
function stateful(topics: CountingTopics): Topology<Order, Tally> {
  return {
    ...stateless(topics),
    store: { name: 'tallies', changelog: topics.changelog, maxStateBytes: 64 },
    handler: (states, input) => {
      if (input.kind !== 'record') return next([]);
      const count = (states.get(input.key)?.count ?? 0) + 1;
      return next(
        [{ key: input.key, state: { count, total: 0, dueAt: 0 } }],
        [emit(topics.counts, input.key, { id: input.value.id, count, total: 0 })],
      );
    },
  };
}

const HEADERS = {
  traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`,
  'source-id': 'source',
  type: 'track',
};

async function createTopics({ orders, counts, changelog, deadLetters }: CountingTopics): Promise<void> {
  await ensureTopics({
    kafka,
    topics: [orders, counts, changelog, deadLetters],
    replicationFactor: 1,
    log: silentLog,
  });
}

type Result = { readonly recordsPerSecond: number; readonly cpuMsPerThousand: number };

async function throughput(
  make: (topics: CountingTopics) => Topology<Order, Tally>,
  keys: number,
  settings: Partial<RuntimeSettings> = {},
): Promise<Result> {
  const topics = countingTopics(`bench-${randomUUID()}`);
  await createTopics(topics);
  const codec = await codecs.codecFor(topics.orders);
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  for (let at = 0; at < RECORDS; at += 1_000) {
    const messages = Array.from({ length: 1_000 }, (_, n): Message => {
      const value = codec.encode({ id: `${at + n}${PAYLOAD}`, amount: 1 });
      return { key: `key-${(at + n) % keys}`, value, headers: HEADERS };
    });
    await producer.send({ topic: topics.orders.name, messages });
  }
  await producer.disconnect();
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const running = await runTopology(make(topics), {
    kafka,
    redis,
    codecs,
    telemetry: silentTelemetry,
    tables: () => undefined,
    settings,
  });
  const admin = kafka.admin();
  await admin.connect();
  let firstAt = 0;
  for (;;) {
    const [offsets] = await admin.fetchOffsets({ groupId: topics.orders.name, topics: [topics.orders.name] });
    const done = Number(offsets?.partitions[0]?.offset ?? 0);
    if (done > 0 && firstAt === 0) firstAt = performance.now();
    if (done >= RECORDS) break;
    await sleep(20);
  }
  const seconds = (performance.now() - (firstAt === 0 ? startedAt : firstAt)) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  await running.stop();
  await admin.disconnect();
  return {
    recordsPerSecond: Math.round(RECORDS / seconds),
    // Microseconds a record are milliseconds a thousand.
    cpuMsPerThousand: Math.round((cpu.user + cpu.system) / RECORDS),
  };
}

async function latency(
  make: (topics: CountingTopics) => Topology<Order, Tally>,
): Promise<Record<string, number>> {
  const topics = countingTopics(`bench-${randomUUID()}`);
  await createTopics(topics);
  const codec = await codecs.codecFor(topics.orders);
  const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  const running = await runTopology(make(topics), {
    kafka,
    redis,
    codecs,
    telemetry: silentTelemetry,
    tables: () => undefined,
  });
  const arrivals = new Map<string, number>();
  const consumer = kafka.consumer({ groupId: `bench-${randomUUID()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topics.counts.name], fromBeginning: true });
  await consumer.run({
    eachMessage: ({ message }) => {
      arrivals.set(message.key?.toString() ?? '', performance.now());
      return Promise.resolve();
    },
  });
  while (!running.isReady()) await sleep(50);
  await sleep(1_000);
  const sent = new Map<string, number>();
  for (let n = 0; n < 200; n += 1) {
    const key = `key-${n}`;
    sent.set(key, performance.now());
    const value = codec.encode({ id: key, amount: 1 });
    await producer.send({ topic: topics.orders.name, messages: [{ key, value }] });
    await sleep(50);
  }
  await sleep(1_000);
  await consumer.disconnect();
  await running.stop();
  await producer.disconnect();
  const delays = [...sent].map(([key, at]) => (arrivals.get(key) ?? Number.NaN) - at).sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round((delays[Math.floor(delays.length * share)] ?? 0) * 10) / 10;
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}

const log = (what: string, result: object): void =>
  void process.stdout.write(`${what.padEnd(44)} ${JSON.stringify(result)}\n`);

log('stateless', await throughput(stateless, 10_000));
log('one state a record, known keys', await throughput(stateful, 1_000));
log('one state a record, every key new', await throughput(stateful, RECORDS));
log('send to output, a record alone, stateless', await latency(stateless));
log('send to output, a record alone, stateful', await latency(stateful));
redis.disconnect();
codecs.close();
