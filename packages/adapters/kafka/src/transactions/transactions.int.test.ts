import { randomUUID } from 'node:crypto';

import type { TopicDeclaration } from '@millrace/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { silentLog } from '@millrace/telemetry';
import { testEndpoints } from '@millrace/testing';

import { createKafka } from '../create-kafka.ts';
import { ensureTopics } from '../ensure-topics.ts';
import { createChangelogReader } from './changelog-reader.ts';
import { createPartitionTransactions, type PartitionTransactions } from './partition-transactions.ts';
import type { StoredRecord } from './stored-record.ts';

const kafka = createKafka({ brokers: [testEndpoints().kafka], clientId: 'test', log: silentLog });
const admin = kafka.admin();
const opened: PartitionTransactions[] = [];
const made: string[] = [];

beforeAll(async () => admin.connect());
afterAll(async () => {
  for (const one of opened) await one.close();
  await admin.deleteTopics({ topics: made });
  await admin.disconnect();
});

/** An input and a log of their own. */
async function topicPair(): Promise<{ readonly input: string; readonly log: string }> {
  const prefix = `test-${randomUUID()}`;
  const named = (name: string): TopicDeclaration => ({
    name,
    subject: '',
    owner: '',
    partitions: 2,
    settings: {},
  });
  const topics = [named(`${prefix}.input`), named(`${prefix}.log`)];
  await ensureTopics({ kafka, topics, replicationFactor: 1, log: silentLog });
  made.push(...topics.map(({ name }) => name));
  return { input: `${prefix}.input`, log: `${prefix}.log` };
}

function owner(input: string): PartitionTransactions {
  const options = { kafka, admin, group: input, topic: input, partition: 0, transactionTimeoutMs: 10_000 };
  const transactions = createPartitionTransactions(options);
  opened.push(transactions);
  return transactions;
}

const record = (topic: string, text: string, partition = 0) => ({
  topic,
  partition,
  key: text,
  value: Buffer.from(text),
  headers: { name: 'value' },
  timestamp: 1_700_000_000_000,
});

async function readAll(topic: string, from: bigint, through: bigint): Promise<readonly StoredRecord[]> {
  const records: StoredRecord[] = [];
  await createChangelogReader({ kafka, topic, fetchBytes: 1024 * 1024 }).read({
    partition: 0,
    from,
    through,
    onRecords: async some => {
      records.push(...some);
      await Promise.resolve();
    },
    signal: AbortSignal.timeout(20_000),
  });
  return records;
}

describe('transactions of a partition', () => {
  it('write records and the offset together, one transaction after another without a pause', async () => {
    const { input, log } = await topicPair();
    const transactions = owner(input);
    await transactions.fence();
    expect(await transactions.committedOffset()).toBeUndefined();
    let last = 0n;
    for (let n = 1n; n <= 20n; n += 1n) {
      const transaction = await transactions.begin();
      await transaction.sendOffset(n);
      const written = await transaction.send([
        record(log, `a${n}`),
        record(log, `b${n}`),
        record(log, 'other', 1),
      ]);
      last = written.find(({ partition }) => partition === 0)?.lastOffset ?? 0n;
      await transaction.commit();
    }
    expect(await transactions.committedOffset()).toBe(20n);
    const records = await readAll(log, 0n, last);
    expect(records).toHaveLength(40);
    expect(records.at(-1)).toMatchObject({
      key: Buffer.from('b20'),
      offset: last,
      headers: { name: Buffer.from('value') },
      timestamp: 1_700_000_000_000,
    });
  }, 30_000);

  it('belong to who fenced last: what the former owner had open is never read', async () => {
    const { input, log } = await topicPair();
    const [former, present] = [owner(input), owner(input)];
    await former.fence();
    const open = await former.begin();
    await open.sendOffset(7n);
    await open.send([record(log, 'of the former')]);
    await present.fence();
    expect(await present.committedOffset()).toBeUndefined();
    await expect(open.commit()).rejects.toMatchObject({ name: 'FencedError', code: 'partition-lost' });
    const transaction = await present.begin();
    await transaction.sendOffset(1n);
    const [written] = await transaction.send([record(log, 'of the present')]);
    await transaction.commit();
    const records = await readAll(log, 0n, written?.lastOffset ?? 0n);
    expect(records.map(({ key }) => String(key))).toEqual(['of the present']);
    expect(await present.committedOffset()).toBe(1n);
  }, 30_000);
});

describe('the changelog reader', () => {
  it('reads exactly the stretch, several times at once', async () => {
    const { input, log } = await topicPair();
    const transactions = owner(input);
    await transactions.fence();
    const transaction = await transactions.begin();
    await transaction.sendOffset(1n);
    await transaction.send(Array.from({ length: 10 }, (_, n) => record(log, `${n}`)));
    await transaction.commit();
    const stretches = await Promise.all([readAll(log, 3n, 6n), readAll(log, 0n, 9n)]);
    expect(stretches.map(records => records.map(({ key }) => String(key)).join(''))).toEqual([
      '3456',
      '0123456789',
    ]);
  }, 30_000);

  it('stops when it is told to', async () => {
    const { log } = await topicPair();
    const reading = createChangelogReader({ kafka, topic: log, fetchBytes: 1024 }).read({
      partition: 0,
      from: 0n,
      through: 5n,
      onRecords: async () => Promise.resolve(),
      signal: AbortSignal.timeout(300),
    });
    await expect(reading).rejects.toThrow();
  }, 30_000);
});
