import { setTimeout as sleep } from 'node:timers/promises';

import { FencedError, TransientError } from '@millrace/errors';
import kafkajs, { type Admin, type Kafka, type Message, type Producer, type Transaction } from 'kafkajs';

import { withLinearGrouping, type PlacedMessage } from '../repairs/linear-grouping.ts';
import { translateKafkaError } from '../translate-error.ts';
import type { OutgoingRecord, RawHeaders } from './stored-record.ts';

/** A transaction under way. */
export type OpenTransaction = {
  /** Adds the group's offset in the input partition: where to read on once the transaction commits. */
  sendOffset(offset: bigint): Promise<void>;
  /** Writes records; those of one partition keep their order. Returns the offset of the last record of each partition written. */
  send(records: readonly OutgoingRecord[]): Promise<readonly WrittenPartition[]>;
  /** Makes everything visible at once. Throws FencedError where another owner has taken the partition over. */
  commit(): Promise<void>;
};

/** How far a send reached in a partition. */
export type WrittenPartition = {
  readonly topic: string;
  readonly partition: number;
  readonly lastOffset: bigint;
};

/** The transactions of one input partition. Its owner is who fenced last; after an error only a new fence helps. */
export type PartitionTransactions = {
  /** Takes the partition over: an earlier owner's open transaction is aborted and its later calls throw FencedError. */
  fence(): Promise<void>;
  /** The group's committed offset, final once the partition is fenced; undefined where the group never committed. */
  committedOffset(): Promise<bigint | undefined>;
  begin(): Promise<OpenTransaction>;
  close(): Promise<void>;
};

type Options = {
  readonly kafka: Kafka;
  /** Connected; shared by the partitions of a process. */
  readonly admin: Admin;
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  /** How long the broker lets a transaction stay open. */
  readonly transactionTimeoutMs: number;
};

/**
 * Transactions whose transactional id is the group, topic and partition. kafkajs checks no group generation when it sends offsets
 * (KIP-447), so an id per input partition is what keeps a former owner out.
 */
export function createPartitionTransactions(options: Options): PartitionTransactions {
  const { kafka, admin, group, topic, partition, transactionTimeoutMs } = options;
  let producer: Producer | undefined;
  // kafkajs initialises the producer, which is the fence, with its first transaction.
  let first: Transaction | undefined;

  const close = async (): Promise<void> => {
    const closing = producer;
    producer = undefined;
    first = undefined;
    await closing?.disconnect();
  };

  return {
    fence: async () =>
      translated(async () => {
        await close();
        producer = kafka.producer({
          transactionalId: `${group}-${topic}-${partition}`,
          transactionTimeout: transactionTimeoutMs,
          createPartitioner: () => chosenPartition,
          retry: { retries: 3 },
        });
        await producer.connect();
        first = await producer.transaction();
      }),
    committedOffset: async () =>
      translated(async () => {
        const [offsets] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
        const committed = offsets?.partitions.find(one => one.partition === partition);
        return committed === undefined || Number(committed.offset) < 0 ? undefined : BigInt(committed.offset);
      }),
    begin: async () =>
      translated(async () => {
        if (producer === undefined)
          throw new FencedError('partition-lost', `${topic}-${partition} is not owned`);
        const transaction = first ?? (await producer.transaction());
        first = undefined;
        return openTransaction(transaction, options);
      }),
    close,
  };
}

/** Records say their partition themselves. */
function chosenPartition({ message }: { readonly message: Message }): number {
  return message.partition ?? 0;
}

function openTransaction(transaction: Transaction, { group, topic, partition }: Options): OpenTransaction {
  return {
    sendOffset: async offset =>
      translated(async () => {
        const topics = [{ topic, partitions: [{ partition, offset: offset.toString() }] }];
        await onceLastIsDone(() => transaction.sendOffsets({ consumerGroupId: group, topics }));
      }),
    send: async records =>
      translated(async () => {
        const topicMessages = groupedByTopic(records);
        const counts = countedByPartition(records);
        const written = await transaction.sendBatch({
          topicMessages,
          compression: kafkajs.CompressionTypes.ZSTD,
        });
        checkAllWritten(counts, written);
        return written.map(({ topicName, partition: to, baseOffset }) => ({
          topic: topicName,
          partition: to,
          lastOffset: BigInt(baseOffset ?? 0) + BigInt(counts.get(`${topicName}/${to}`) ?? 1) - 1n,
        }));
      }),
    commit: async () => translated(() => transaction.commit()),
  };
}

const FIRST_WAIT_MS = 1;
const LONGEST_WAIT_MS = 50;
const MOST_WAITS = 400;

/**
 * The coordinator answers a commit before its markers are written, and refuses the next transaction until they are: a
 * millisecond or so. kafkajs would wait much longer, and reload the cluster's metadata, when that is met by a produce; so the
 * offsets go first.
 */
async function onceLastIsDone(call: () => Promise<void>): Promise<void> {
  let waitMs = FIRST_WAIT_MS;
  for (let waits = 0; ; waits += 1) {
    try {
      await call();
      return;
    } catch (thrown) {
      const isBusy =
        thrown instanceof kafkajs.KafkaJSProtocolError && thrown.type === 'CONCURRENT_TRANSACTIONS';
      if (!isBusy || waits === MOST_WAITS) throw thrown;
    }
    await sleep(waitMs);
    waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 1.5);
  }
}

function groupedByTopic(records: readonly OutgoingRecord[]): { topic: string; messages: Message[] }[] {
  const byTopic = new Map<string, PlacedMessage[]>();
  for (const { topic, partition, key, value, headers, timestamp } of records) {
    const messages = byTopic.get(topic) ?? [];
    byTopic.set(topic, messages);
    messages.push({
      key,
      value,
      partition,
      headers: headers as ClientHeaders,
      ...(timestamp === undefined ? {} : { timestamp: `${timestamp}` }),
    });
  }
  return Array.from(byTopic, ([topic, messages]) => ({ topic, messages: withLinearGrouping(messages) }));
}

/** kafkajs reads headers only, but declares that it might change them. */
type ClientHeaders = { [Name in keyof RawHeaders]: Buffer | string | (Buffer | string)[] | undefined };

function countedByPartition(records: readonly OutgoingRecord[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { topic, partition } of records) {
    const name = `${topic}/${partition}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** kafkajs forgets a partition whose leader moves between its attempts, and resolves all the same. */
function checkAllWritten(
  counts: ReadonlyMap<string, number>,
  written: readonly { readonly topicName: string; readonly partition: number }[],
): void {
  const answered = new Set(written.map(({ topicName, partition }) => `${topicName}/${partition}`));
  const forgotten = [...counts.keys()].find(name => !answered.has(name));
  if (forgotten !== undefined)
    throw new TransientError('broker-unavailable', `writing to ${forgotten} was not confirmed`);
}

async function translated<R>(call: () => Promise<R>): Promise<R> {
  try {
    return await call();
  } catch (thrown) {
    throw translateKafkaError(thrown);
  }
}
