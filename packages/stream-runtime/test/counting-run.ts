import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

import { deadLetterHeaders, type Topic } from '@millrace/contracts';
import { createKafka, ensureTopics, partitionFor } from '@millrace/kafka';
import { createRedis, createRedisPartitionStore } from '@millrace/redis';
import { OWNER_MARKER_KEY, type CrashPoint, type RuntimeSettings } from '@millrace/stream-runtime';
import { silentLog } from '@millrace/telemetry';
import {
  countingTopics,
  countingTopology,
  createDriver,
  localCodec,
  testEndpoints,
  type Count,
  type DriverRecord,
  type Order,
  type Tally,
} from '@millrace/testing';

import { readTopic, type ReadRecord } from './read-topic.ts';

/** What a counting process is told. */
export type ProcessPlan = {
  readonly prefix: string;
  readonly partitions: number;
  /** Where it stops with SIGSTOP. */
  readonly stopAt?: CrashPoint;
  readonly settings?: Partial<RuntimeSettings>;
};

/** A counting process under test. */
type CountingProcess = {
  readonly child: ChildProcess;
  /** Resolves when its partitions are being processed; rejects when it ends before. */
  readonly ready: Promise<undefined>;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
  kill(signal: NodeJS.Signals): void;
  output(): string;
};

/** What is left behind, in a form that does not depend on how the work was cut into transactions. */
type Outcome = {
  /** Outputs by key, in order. */
  readonly counts: Readonly<Record<string, readonly Count[]>>;
  readonly states: Readonly<Record<string, Tally>>;
  /** Code by key and bytes. */
  readonly deadLetters: readonly string[];
};

/** One run of the counting program on topics of its own. */
export type CountingRun = {
  readonly topology: ReturnType<typeof countingTopology>;
  /** Writes records to the input. */
  produce(records: readonly DriverRecord<Order>[]): Promise<void>;
  start(plan?: Omit<ProcessPlan, 'prefix' | 'partitions'>, crashAt?: string): CountingProcess;
  /** Resolves when all input is committed, and Redis is built and has no due timer. */
  finished(timeoutMs?: number): Promise<void>;
  /** What is in Kafka, and in Redis where it must say the same. */
  outcome(): Promise<{ readonly kafka: Outcome; readonly redisStates: Outcome['states'] }>;
  /** What an undisturbed program makes of the same records, by the in-memory driver. */
  expected(): Promise<Outcome>;
  deadLetters(): Promise<readonly ReadRecord[]>;
  /** Empties Redis as far as this run is concerned. */
  emptyRedis(): Promise<void>;
  /** Ends the processes and forgets topics and states. */
  close(): Promise<void>;
};

const PARTITIONS = 2;

/** Makes the topics of a run. */
export async function createCountingRun(): Promise<CountingRun> {
  const prefix = `test-${randomUUID()}`;
  const topics = countingTopics(prefix, PARTITIONS);
  const topology = countingTopology(topics);
  const endpoints = testEndpoints();
  const kafka = createKafka({ brokers: [endpoints.kafka], clientId: 'test', log: silentLog });
  const redis = createRedis({ url: endpoints.redis, log: silentLog });
  const admin = kafka.admin();
  const producer = kafka.producer({
    // A send that is repeated on a busy machine must not be more input than is expected.
    idempotent: true,
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition ?? 0,
  });
  await ensureTopics({
    kafka,
    topics: [topics.orders, topics.counts, topics.changelog, topics.deadLetters],
    replicationFactor: 1,
    log: silentLog,
  });
  await Promise.all([admin.connect(), producer.connect()]);
  const processes: CountingProcess[] = [];
  const stores = Array.from({ length: PARTITIONS }, (_, partition) =>
    createRedisPartitionStore(redis, { group: topology.group, store: 'tallies', partition }),
  );
  const produced: DriverRecord<Order>[] = [];

  const committed = async (): Promise<boolean> => {
    const [[offsets], ends] = await Promise.all([
      admin.fetchOffsets({ groupId: topology.group, topics: [topics.orders.name] }),
      admin.fetchTopicOffsets(topics.orders.name),
    ]);
    return ends.every(({ partition, high }) => {
      const found = offsets?.partitions.find(one => one.partition === partition)?.offset;
      // A group that has nothing to read has nothing to commit.
      return Number(found ?? -1) >= Number(high) || Number(high) === 0;
    });
  };
  /** A store that stands nowhere has been emptied and will be rebuilt. */
  const isRestedStore = async (store: (typeof stores)[number]): Promise<boolean> => {
    const { position, timers } = await store.timers(1_000);
    return position !== undefined && timers.every(({ dueAt }) => dueAt > Date.now() + 1_000);
  };
  const areRested = async (): Promise<boolean> =>
    (await Promise.all(stores.map(isRestedStore))).every(Boolean);

  const emptyRedis = async (): Promise<void> => {
    const keys = await redis.keys(`millrace:{${topology.group}:*`);
    if (keys.length > 0) await redis.del(...keys);
  };

  return {
    topology,
    async produce(records: readonly DriverRecord<Order>[]): Promise<void> {
      produced.push(...records);
      const codec = localCodec(topics.orders);
      await producer.send({
        topic: topics.orders.name,
        messages: records.map(record => ({
          key: record.key,
          partition: partitionFor(record.key, PARTITIONS),
          value: 'value' in record ? codec.encode(record.value) : record.bytes,
          ...(record.timestamp === undefined ? {} : { timestamp: `${record.timestamp}` }),
        })),
      });
    },
    start(plan: Omit<ProcessPlan, 'prefix' | 'partitions'> = {}, crashAt?: string): CountingProcess {
      const started = startProcess({ prefix, partitions: PARTITIONS, ...plan }, crashAt);
      processes.push(started);
      return started;
    },
    async finished(timeoutMs = 40_000): Promise<void> {
      const deadline = Date.now() + timeoutMs;
      while (!(await committed()) || !(await areRested())) {
        if (Date.now() > deadline) {
          throw new Error(
            `not finished; the processes said:\n${processes.map(one => one.output()).join('\n---\n')}`,
          );
        }
        await sleep(100);
      }
    },
    async outcome(): Promise<{ readonly kafka: Outcome; readonly redisStates: Outcome['states'] }> {
      const counts = await readTopic(kafka, topics.counts.name);
      const changelog = await readTopic(kafka, topics.changelog.name);
      const letters = await readTopic(kafka, topics.deadLetters.name);
      const states = new Map<string, Tally>();
      for (const { key, value } of changelog) {
        if (key === OWNER_MARKER_KEY) continue;
        if (value === null) states.delete(key);
        else states.set(key, localCodec(topics.changelog).decode(value));
      }
      return {
        kafka: {
          counts: grouped(counts.map(({ key, value }) => [key, decoded(topics.counts, value)])),
          states: Object.fromEntries(states),
          deadLetters: letters
            .map(({ key, value, headers }) =>
              [headers[deadLetterHeaders.code], key, value?.toString('hex')].join(' '),
            )
            .sort(),
        },
        redisStates: Object.fromEntries(
          (await Promise.all(stores.map(async store => scanAll(store))))
            .flat()
            .map(({ key, bytes }) => [key, localCodec(topics.changelog).decode(bytes)]),
        ),
      };
    },
    async expected(): Promise<Outcome> {
      const driver = await createDriver(topology, {
        partitions: PARTITIONS,
        now: 0,
        ask: id => Promise.resolve(Number(id.replace(/\D/g, ''))),
      });
      await driver.pipe(produced);
      await driver.advanceTo(Date.now() + 1_000);
      return {
        counts: grouped(driver.outputs(topics.counts).map(({ key, value }) => [key, value])),
        states: Object.fromEntries(driver.states()),
        deadLetters: driver
          .deadLetters()
          .map(({ key, value, headers }) =>
            [headers[deadLetterHeaders.code], key, value?.toString('hex')].join(' '),
          )
          .sort(),
      };
    },
    deadLetters: async () => readTopic(kafka, topics.deadLetters.name),
    emptyRedis,
    async close(): Promise<void> {
      for (const one of processes) one.kill('SIGKILL');
      await Promise.all(processes.map(one => one.ended));
      await emptyRedis();
      redis.disconnect();
      const names = [topics.orders, topics.counts, topics.changelog, topics.deadLetters].map(
        ({ name }) => name,
      );
      await admin.deleteTopics({ topics: names });
      await Promise.all([admin.disconnect(), producer.disconnect()]);
    },
  };
}

function startProcess(plan: ProcessPlan, crashAt: string | undefined): CountingProcess {
  const script = fileURLToPath(new URL('./counting-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(plan)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      ...(crashAt === undefined ? {} : { MILLRACE_CRASH_AT: crashAt }),
    },
  });
  let output = '';
  const ready = Promise.withResolvers<undefined>();
  ready.promise.catch(() => undefined);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (/^ready$/m.test(output)) ready.resolve(undefined);
    });
  }
  const ended = once(child, 'exit').then(() => {
    ready.reject(new Error(`process ended before it was ready:\n${output}`));
  });
  return {
    child,
    ready: ready.promise,
    ended,
    kill: signal => void child.kill(signal),
    output: () => output,
  };
}

function grouped(pairs: readonly (readonly [string, Count])[]): Record<string, readonly Count[]> {
  const groups = new Map<string, Count[]>();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return Object.fromEntries([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function decoded<T>(topic: Topic<T>, value: Buffer | null): T {
  return localCodec(topic).decode(value ?? Buffer.alloc(0));
}

async function scanAll(store: ReturnType<typeof createRedisPartitionStore>) {
  const states: { key: string; bytes: Buffer }[] = [];
  let cursor = '0';
  do {
    const page = await store.scan(cursor, 500);
    states.push(...page.states);
    cursor = page.cursor;
  } while (cursor !== '0');
  return states;
}
