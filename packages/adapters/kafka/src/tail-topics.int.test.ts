import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { TopicDeclaration } from '@millrace/contracts';
import { silentLog } from '@millrace/telemetry';
import type { Admin } from 'kafkajs';

import { createKafka } from './create-kafka.ts';
import { ensureTopics } from './ensure-topics.ts';
import { createProducer, type Producer } from './producer/create-producer.ts';
import { tailTopics, type TailListener, type TopicTail } from './tail-topics.ts';

jest.setTimeout(60_000);

const endpoints = JSON.parse(
  readFileSync(process.env['MILLRACE_ENDPOINTS'] ?? '.local/endpoints.json', 'utf8'),
) as { readonly kafka: string };

const kafka = createKafka({ brokers: [endpoints.kafka], clientId: 'test', log: silentLog });
const made: string[] = [];
let admin: Admin;
let producer: Producer | undefined;
let tail: TopicTail | undefined;

beforeAll(async () => {
  admin = kafka.admin();
  await admin.connect();
});
afterEach(async () => {
  await tail?.close();
  await producer?.close();
  tail = producer = undefined;
});
afterAll(async () => {
  await admin.deleteTopics({ topics: made });
  await admin.disconnect();
});

/** Topics, and a way to write numbered records to them. */
async function someTopics(count: number) {
  const topics = Array.from({ length: count }, (): TopicDeclaration => {
    const name = `test.${randomUUID()}.v1`;
    return { name, subject: `${name}-value`, owner: 'test', partitions: 1, settings: {} };
  });
  await ensureTopics({ kafka, topics, log: silentLog });
  made.push(...topics.map(({ name }) => name));
  const limits = { deliveryTimeoutMs: 5_000, maxWaitingBytes: 10_000_000, maxWaitingRecords: 100_000 };
  producer = createProducer({ kafka, topics, log: silentLog, ...limits });
  await producer.connect();
  const write = async (topic: TopicDeclaration | undefined, from: number, to: number): Promise<void> => {
    const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    const records = numbers.map(number => ({
      topic: topic?.name ?? '',
      key: 'key',
      value: Buffer.from(`${number}`),
    }));
    // Apart from each other, so that they lie in batches of their own.
    for (let at = 0; at < records.length; at += 50) await producer?.send(records.slice(at, at + 50));
  };
  return { topics, write };
}

type Seen = { readonly values: string[]; readonly skipped: number[]; until(value: string): Promise<void> };

async function startTail(
  topics: readonly TopicDeclaration[],
  options: { readonly backlog: number; readonly maxLag?: number; readonly pause?: () => Promise<void> },
): Promise<Seen> {
  const values: string[] = [];
  const skipped: number[] = [];
  const waiting = new Map<string, () => void>();
  const listener: TailListener = {
    async onBatch(_topic, _partition, { records }) {
      for (const { value } of records) {
        values.push(`${value?.toString()}`);
        waiting.get(`${value?.toString()}`)?.();
      }
      await options.pause?.();
    },
    onSkipped: (_topic, _partition, records) => void skipped.push(records),
  };
  const { backlog, maxLag = 10_000 } = options;
  tail = await tailTopics({ kafka, topics, backlog, maxLag, fetchBytes: 1_000, listener, log: silentLog });
  return {
    values,
    skipped,
    async until(value) {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      waiting.set(value, () => resolve(undefined));
      if (!values.includes(value)) await promise;
    },
  };
}

describe('a tail', () => {
  it('begins a bounded distance before the end of each topic, and goes on with what comes', async () => {
    const { topics, write } = await someTopics(3);
    const [long, short] = topics;
    await write(long, 1, 20);
    await write(short, 101, 102);
    const seen = await startTail(topics, { backlog: 5 });
    await tail?.caughtUp;
    expect(seen.values.toSorted()).toEqual(['101', '102', '16', '17', '18', '19', '20']);
    await write(topics[2], 201, 201);
    await seen.until('201');
    expect(seen.skipped).toEqual([]);
  });

  it('is caught up at once with empty topics', async () => {
    const { topics } = await someTopics(2);
    await startTail(topics, { backlog: 5 });
    await tail?.caughtUp;
  });

  it('skips to the end when it falls behind, and says how much it has left out', async () => {
    const { topics, write } = await someTopics(1);
    const [topic] = topics;
    const held = Promise.withResolvers<undefined>();
    const seen = await startTail(topics, { backlog: 5, maxLag: 100, pause: () => held.promise });
    await tail?.caughtUp;
    await write(topic, 1, 1);
    await seen.until('1');
    await write(topic, 2, 1_000);
    held.resolve(undefined);
    while (seen.skipped.length === 0) await new Promise(resolve => setTimeout(resolve, 20));
    await write(topic, 1_001, 1_001);
    await seen.until('1001');
    const left = seen.skipped.reduce((sum, records) => sum + records, 0);
    expect(left).toBeGreaterThan(500);
    expect(seen.values.length + left).toBe(1_001);
  });

  it('sees every record for itself', async () => {
    const { topics, write } = await someTopics(1);
    const first = await startTail(topics, { backlog: 5 });
    const firstTail = tail;
    const second = await startTail(topics, { backlog: 5 });
    await write(topics[0], 1, 3);
    await Promise.all([first.until('3'), second.until('3')]);
    expect(first.values).toEqual(second.values);
    await firstTail?.close();
  });
});
