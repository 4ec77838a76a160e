import { randomUUID } from 'node:crypto';

import type { Kafka } from 'kafkajs';

/** A record as a reader that trusts only commits sees it. */
export type ReadRecord = {
  readonly key: string;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly partition: number;
};

/** All committed records that a topic has now, each partition in order. */
export async function readTopic(kafka: Kafka, topic: string): Promise<readonly ReadRecord[]> {
  const admin = kafka.admin();
  await admin.connect();
  const ends = new Map(
    (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, Number(high)]),
  );
  await admin.disconnect();
  for (const [partition, end] of ends) if (end === 0) ends.delete(partition);
  if (ends.size === 0) return [];
  const records: ReadRecord[] = [];
  const finished = Promise.withResolvers<undefined>();
  const consumer = kafka.consumer({ groupId: `reader-${randomUUID()}`, maxWaitTimeInMs: 50 });
  consumer.on('consumer.crash', ({ payload }) => finished.reject(payload.error));
  // Told of batches of control and aborted records too, which no handler sees.
  consumer.on('consumer.end_batch_process', ({ payload }) => {
    if (Number(payload.lastOffset) + 1 >= (ends.get(payload.partition) ?? Number.POSITIVE_INFINITY)) {
      ends.delete(payload.partition);
    }
    if (ends.size === 0) finished.resolve(undefined);
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatch: ({ batch }) => {
      for (const { key, value, headers = {} } of batch.messages) {
        records.push({
          key: key?.toString('utf8') ?? '',
          value,
          headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text)])),
          partition: batch.partition,
        });
      }
      return Promise.resolve();
    },
  });
  await finished.promise;
  await consumer.disconnect();
  return records;
}
