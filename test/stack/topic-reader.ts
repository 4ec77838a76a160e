import { randomUUID } from 'node:crypto';

import type { Topic, TopicDeclaration } from '@millrace/contracts';
import type { FollowCodec } from '@millrace/kafka';
import type { EachBatchPayload, Kafka } from 'kafkajs';

/** A decoded record and where it lies. */
export type TopicRecord<T> = {
  readonly partition: number;
  readonly offset: number;
  readonly value: T;
};

/** Next offset of each partition. */
export type Positions = ReadonlyMap<number, bigint>;

/** Where a topic ends now. */
export async function endOf(kafka: Kafka, topic: TopicDeclaration): Promise<Positions> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(topic.name);
    return new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
  } finally {
    await admin.disconnect();
  }
}

/** Every committed record of a topic from `start` to at least where it ends at the time of the call, each once. */
export async function readTopic<T>(
  kafka: Kafka,
  topic: Topic<T>,
  { start, codec }: { readonly start: Positions; readonly codec: FollowCodec<T> },
): Promise<TopicRecord<T>[]> {
  const ends = await endOf(kafka, topic);
  const reached = new Map([...ends.keys()].map(partition => [partition, start.get(partition) ?? 0n]));
  const isAllRead = (): boolean =>
    [...ends].every(([partition, end]) => (reached.get(partition) ?? 0n) >= end);
  const records: TopicRecord<T>[] = [];
  if (isAllRead()) return records;

  const { promise: done, resolve, reject } = Promise.withResolvers<undefined>();
  const consumer = kafka.consumer({ groupId: `test.reader.${randomUUID()}`, maxWaitTimeInMs: 100 });
  consumer.on('consumer.crash', ({ payload }) => {
    if (!payload.restart) reject(payload.error);
  });
  // A consumer that has restarted goes on where it was.
  consumer.on('consumer.group_join', () => {
    for (const [partition, offset] of reached) {
      consumer.seek({ topic: topic.name, partition, offset: `${offset}` });
    }
  });
  // Told of batches that hold nothing but transaction markers, too: the last offset of a topic is one.
  consumer.on('consumer.end_batch_process', ({ payload: { partition, lastOffset } }) => {
    reached.set(partition, BigInt(lastOffset) + 1n);
    if (isAllRead()) resolve(undefined);
  });
  await consumer.connect();
  try {
    await consumer.subscribe({ topic: topic.name, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async payload => {
        const from = reached.get(payload.batch.partition) ?? 0n;
        records.push(...(await recordsOf(payload, codec)).filter(({ offset }) => BigInt(offset) >= from));
      },
    });
    await done;
  } finally {
    await consumer.disconnect();
  }
  return records;
}

async function recordsOf<T>({ batch }: EachBatchPayload, codec: FollowCodec<T>): Promise<TopicRecord<T>[]> {
  await codec.prepare(batch.messages.flatMap(({ value }) => (value === null ? [] : [value])));
  return batch.messages.flatMap(({ value, offset }) =>
    value === null
      ? []
      : [{ partition: batch.partition, offset: Number(offset), value: codec.decode(value) }],
  );
}
