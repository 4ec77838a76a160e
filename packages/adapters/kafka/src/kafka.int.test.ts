import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { TopicDeclaration } from '@millrace/contracts';
import { TransientError } from '@millrace/errors';
import { silentLog, type Logger } from '@millrace/telemetry';
import kafkajs, { type Admin, type Kafka, type KafkaMessage } from 'kafkajs';

import { createKafka } from './create-kafka.ts';
import { ensureTopics } from './ensure-topics.ts';
import { followTopic, type FollowCodec } from './follow-topic.ts';
import { partitionFor } from './partition.ts';
import { createProducer, type Producer } from './producer/create-producer.ts';
import { registerZstdCodec } from './records/zstd-codec.ts';
import { repairKafkajs } from './repairs/repair-kafkajs.ts';

jest.setTimeout(60_000);

const endpoints = JSON.parse(
  readFileSync(process.env['MILLRACE_ENDPOINTS'] ?? '.local/endpoints.json', 'utf8'),
) as { readonly kafka: string };

const kafka = createKafka({ brokers: [endpoints.kafka], clientId: 'test', log: silentLog });
const made: string[] = [];
let admin: Admin;

beforeAll(async () => {
  admin = kafka.admin();
  await admin.connect();
});

afterAll(async () => {
  if (made.length > 0) await admin.deleteTopics({ topics: made });
  await admin.disconnect();
});

async function aTopic(partitions = 1, settings: Record<string, string> = {}): Promise<TopicDeclaration> {
  const name = `test.${randomUUID()}.v1`;
  const topic = { name, subject: `${name}-value`, owner: 'test', partitions, settings };
  await ensureTopics({ kafka, topics: [topic], log: silentLog });
  made.push(name);
  return topic;
}

type ProducerOptions = {
  readonly client?: Kafka;
  readonly log?: Logger;
  readonly deliveryTimeoutMs?: number;
};

async function aProducer(topic: TopicDeclaration, options: ProducerOptions = {}): Promise<Producer> {
  const { client = kafka, log = silentLog, deliveryTimeoutMs = 5_000 } = options;
  const producer = createProducer({
    kafka: client,
    topics: [topic],
    log,
    deliveryTimeoutMs,
    maxWaitingBytes: 1_000_000,
    maxWaitingRecords: 10_000,
  });
  await producer.connect();
  return producer;
}

/** Everything in the topic up to now, in the order of each partition. */
async function readAll(topic: TopicDeclaration): Promise<ReadonlyMap<number, readonly KafkaMessage[]>> {
  const read = new Map<number, KafkaMessage[]>();
  const ends = await admin.fetchTopicOffsets(topic.name);
  const expected = ends.reduce((sum, { high }) => sum + Number(high), 0);
  if (expected === 0) return read;
  const consumer = kafka.consumer({ groupId: `test.${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topic: topic.name, fromBeginning: true });
  const all = Promise.withResolvers<undefined>();
  let count = 0;
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      read.set(batch.partition, [...(read.get(batch.partition) ?? []), ...batch.messages]);
      count += batch.messages.length;
      if (count >= expected) all.resolve(undefined);
    },
  });
  await all.promise;
  await consumer.disconnect();
  return read;
}

const text: FollowCodec<string> = {
  prepare: () => undefined,
  decode(bytes) {
    if (bytes.toString() === 'unreadable') throw new Error('unreadable');
    return bytes.toString();
  },
};

describe('ensureTopics', () => {
  it('creates what is missing with its settings, and again changes nothing, also when several do it at once', async () => {
    const name = `test.${randomUUID()}.v1`;
    made.push(name);
    const topic = {
      name,
      subject: 's',
      owner: 'test',
      partitions: 3,
      settings: { 'cleanup.policy': 'compact' },
    };
    await Promise.all(
      Array.from({ length: 4 }, () => ensureTopics({ kafka, topics: [topic], log: silentLog })),
    );
    const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
    expect(topics[0]?.partitions).toHaveLength(3);
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name, configNames: ['cleanup.policy'] }],
    });
    expect(resources[0]?.configEntries[0]?.configValue).toBe('compact');
  });
});

describe('the producer', () => {
  it('writes every record with key, value and headers, in the order of the calls, to the partition of its key', async () => {
    const topic = await aTopic(3);
    const producer = await aProducer(topic);
    const sends = Array.from({ length: 300 }, (_, index) =>
      producer.send([
        {
          topic: topic.name,
          key: `key-${index % 7}`,
          value: Buffer.from(String(index)),
          headers: { name: `née ${index}` },
          timestamp: 1_700_000_000_000 + index,
        },
      ]),
    );
    await Promise.all(sends);
    await producer.close();

    const read = await readAll(topic);
    for (const [partition, messages] of read) {
      for (const message of messages) expect(partitionFor(String(message.key), 3)).toBe(partition);
      const values = messages.map(({ value }) => Number(String(value)));
      expect(values).toEqual(values.toSorted((one, other) => one - other));
    }
    const all = [...read.values()].flat();
    expect(new Set(all.map(({ value }) => String(value))).size).toBe(300);
    const sample = all.find(({ value }) => String(value) === '42');
    expect(String(sample?.headers?.['name'])).toBe('née 42');
    expect(sample?.timestamp).toBe('1700000000042');
  });

  it('refuses at once when too much waits', async () => {
    const topic = await aTopic();
    const producer = await aProducer(topic);
    const large = { topic: topic.name, key: 'k', value: Buffer.alloc(600_000) };
    const first = producer.send([large]);
    await expect(producer.send([large])).rejects.toMatchObject({ code: 'overloaded' });
    await first;
    await producer.send([large]);
    await producer.close();
  });

  it('splits what exceeds the limit of a batch', async () => {
    const topic = await aTopic();
    const producer = await aProducer(topic);
    const value = Buffer.from(Array.from({ length: 300_000 }, () => Math.floor(Math.random() * 256)));
    await Promise.all([1, 2, 3].map(() => producer.send([{ topic: topic.name, key: 'k', value }])));
    await producer.close();
    expect((await readAll(topic)).get(0)).toHaveLength(3);
  });
});

describe('the producer without its broker', () => {
  it('refuses within its timeout, loses nothing it has acknowledged, repeats nothing, and goes on when the broker is back', async () => {
    const topic = await aTopic();
    const { client, cut, mend } = aClientThatCanBeCutOff();
    const producer = await aProducer(topic, { client, deliveryTimeoutMs: 2_000 });
    const acknowledged: string[] = [];
    const refusals: number[] = [];
    const sendSome = async (prefix: string): Promise<void> => {
      for (let index = 0; index < 20; index += 1) {
        const value = `${prefix}-${index}`;
        const startedAt = Date.now();
        try {
          await producer.send([{ topic: topic.name, key: 'k', value: Buffer.from(value) }]);
          acknowledged.push(value);
        } catch (error) {
          expect(error).toBeInstanceOf(TransientError);
          refusals.push(Date.now() - startedAt);
          break;
        }
      }
    };
    await sendSome('before');
    cut();
    await sendSome('while');
    mend();
    await sendSome('after');
    await producer.close();

    expect(acknowledged).toHaveLength(40);
    expect(refusals).toHaveLength(1);
    expect(refusals[0]).toBeLessThan(3_000);
    const stored = (await readAll(topic)).get(0)?.map(({ value }) => String(value)) ?? [];
    expect(stored.filter(value => acknowledged.includes(value))).toEqual(acknowledged);
  });

  it('goes on with a new producer id after a batch that it gave up and the broker has, or the broker would drop the next as a repetition', async () => {
    const topic = await aTopic();
    const { client, deafen, hear } = aClientThatCanBeCutOff();
    const givenUp = Promise.withResolvers<undefined>();
    const log = { ...silentLog, warn: () => givenUp.resolve(undefined) };
    const producer = await aProducer(topic, { client, log, deliveryTimeoutMs: 500 });
    const send = (value: string): Promise<void> =>
      producer.send([{ topic: topic.name, key: 'k', value: Buffer.from(value) }]);
    await send('one');
    deafen();
    await expect(send('two')).rejects.toBeInstanceOf(TransientError);
    await givenUp.promise;
    hear();
    await send('three');
    await producer.close();
    const stored = (await readAll(topic)).get(0)?.map(({ value }) => String(value)) ?? [];
    expect(new Set(stored)).toEqual(new Set(['one', 'two', 'three']));
  });

  it('gives up at once what is withdrawn, sends none of it that has not begun, and keeps the order of what is sent again', async () => {
    const topic = await aTopic();
    const { client, deafen, hear } = aClientThatCanBeCutOff();
    const producer = await aProducer(topic, { client });
    const send = (value: string): Promise<void> =>
      producer.send([{ topic: topic.name, key: 'k', value: Buffer.from(value) }]);
    await send('one');
    deafen();
    const begun = send('two');
    await new Promise(resolve => setTimeout(resolve, 100));
    const waiting = send('three');
    const startedAt = Date.now();
    producer.withdraw();
    await expect(begun).rejects.toBeInstanceOf(TransientError);
    await expect(waiting).rejects.toBeInstanceOf(TransientError);
    expect(Date.now() - startedAt).toBeLessThan(100);
    hear();
    await Promise.all(['two', 'three', 'four'].map(send));
    await producer.close();
    const stored = (await readAll(topic)).get(0)?.map(({ value }) => String(value)) ?? [];
    expect([...new Set(stored)]).toEqual(['one', 'two', 'three', 'four']);
    expect(stored.filter(value => value === 'three')).toHaveLength(1);
  });

  it('stores each record once and in order when connections break in the middle of a stream', async () => {
    const topic = await aTopic();
    const { client, shake } = aClientThatCanBeCutOff();
    const producer = await aProducer(topic, { client, deliveryTimeoutMs: 10_000 });
    const sends: Promise<void>[] = [];
    for (let index = 0; index < 400; index += 1) {
      sends.push(producer.send([{ topic: topic.name, key: 'k', value: Buffer.from(String(index)) }]));
      if (index % 100 === 50) shake();
      if (index % 10 === 0) await new Promise(resolve => setImmediate(resolve));
    }
    await Promise.all(sends);
    await producer.close();
    const stored = (await readAll(topic)).get(0)?.map(({ value }) => Number(String(value)));
    expect(stored).toEqual(Array.from({ length: 400 }, (_, index) => index));
  });
});

type CutOff = {
  readonly client: Kafka;
  readonly cut: () => void;
  readonly mend: () => void;
  readonly shake: () => void;
  readonly deafen: () => void;
  readonly hear: () => void;
};

/**
 * `cut` breaks all connections and refuses new ones until `mend`; `shake` only breaks those there are. Between `deafen` and `hear` what
 * is sent arrives, and no reply does.
 */
function aClientThatCanBeCutOff(): CutOff {
  const sockets = new Set<Socket>();
  let isCut = false;
  let isDeaf = false;
  repairKafkajs();
  registerZstdCodec();
  const client = new kafkajs.Kafka({
    brokers: [endpoints.kafka],
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { initialRetryTime: 50, retries: 2 },
    requestTimeout: 1_000,
    socketFactory({ host, port, onConnect }) {
      // Port 1 refuses.
      const socket = connect(isCut ? { host, port: 1 } : { host, port }, onConnect);
      const emit = socket.emit.bind(socket);
      socket.emit = (name: string, ...rest: unknown[]) => (isDeaf && name === 'data') || emit(name, ...rest);
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      return socket;
    },
  });
  const shake = (): void => sockets.forEach(socket => socket.destroy(new Error('cut off')));
  return {
    client,
    shake,
    cut() {
      isCut = true;
      shake();
    },
    mend: () => void (isCut = false),
    deafen: () => void (isDeaf = true),
    hear: () => void (isDeaf = false),
  };
}

describe('a transaction of kafkajs', () => {
  it('is written by the faster encoder too', async () => {
    const topic = await aTopic(2);
    const producer = kafka.producer({
      transactionalId: randomUUID(),
      idempotent: true,
      maxInFlightRequests: 1,
    });
    await producer.connect();
    const aborted = await producer.transaction();
    await aborted.send({ topic: topic.name, messages: [{ key: 'k', value: 'aborted' }] });
    await aborted.abort();
    const transaction = await producer.transaction();
    await transaction.send({
      topic: topic.name,
      compression: kafkajs.CompressionTypes.ZSTD,
      messages: [
        { key: 'k', value: 'one', headers: { h: '1' } },
        { key: 'k', value: 'two' },
      ],
    });
    await transaction.commit();
    await producer.disconnect();

    const seen: (string | undefined)[] = [];
    const followed = await followTopic({
      kafka,
      topic,
      codec: text,
      log: silentLog,
      onRecord: (_key, value) => seen.push(value),
    });
    await followed.caughtUp;
    await followed.close();
    expect(seen).toEqual(['one', 'two']);
  });
});

describe('followTopic', () => {
  it('gives all there is, says so, and goes on with what comes', async () => {
    const topic = await aTopic(2, { 'cleanup.policy': 'compact' });
    const producer = await aProducer(topic);
    const send = (key: string, value: string | null): Promise<void> =>
      producer.send([{ topic: topic.name, key, value: value === null ? null : Buffer.from(value) }]);
    await send('a', 'first');
    await send('a', 'second');
    await send('b', 'unreadable');
    await send('c', 'here');
    await send('c', null);

    const table = new Map<string, string>();
    const arrived = Promise.withResolvers<undefined>();
    const followed = await followTopic({
      kafka,
      topic,
      codec: text,
      log: silentLog,
      onRecord(key, value) {
        if (value === undefined) table.delete(key);
        else table.set(key, value);
        if (key === 'later') arrived.resolve(undefined);
      },
    });
    await followed.caughtUp;
    expect(Object.fromEntries(table)).toEqual({ a: 'second' });
    await send('later', 'too');
    await arrived.promise;
    expect(table.get('later')).toBe('too');
    await followed.close();
    await producer.close();
  });

  it('is caught up at once with an empty topic', async () => {
    const topic = await aTopic();
    const followed = await followTopic({
      kafka,
      topic,
      codec: text,
      log: silentLog,
      onRecord: () => undefined,
    });
    await followed.caughtUp;
    await followed.close();
  });
});
