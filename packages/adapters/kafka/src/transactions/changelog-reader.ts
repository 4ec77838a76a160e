import { randomUUID } from 'node:crypto';

import type { EachBatchPayload, Kafka } from 'kafkajs';

import { translateKafkaError } from '../translate-error.ts';
import type { StoredRecord } from './stored-record.ts';
import { toStoredRecord } from './to-stored-record.ts';

/** Reads a stretch of a partition outside any group. */
export type ChangelogReader = {
  /**
   * Gives the committed records of the partition from an offset through another, in order and in bounded chunks; the next
   * chunk is read when `onRecords` is done. The first may be compacted away, the last is there.
   */
  read(stretch: Stretch): Promise<void>;
};

type Stretch = {
  readonly partition: number;
  readonly from: bigint;
  readonly through: bigint;
  readonly onRecords: (records: readonly StoredRecord[]) => Promise<void>;
  readonly signal: AbortSignal;
};

/** A stretch being read; `next` is where the reading stands. */
type Reading = Stretch & {
  next: bigint;
  readonly finished: PromiseWithResolvers<undefined>;
};

type Options = {
  readonly kafka: Kafka;
  readonly topic: string;
  /** Most bytes of one chunk. */
  readonly fetchBytes: number;
};

/** A reader that is connected only while something is read. */
export function createChangelogReader(options: Options): ChangelogReader {
  const readings = new Map<number, Reading>();
  let open: Promise<OpenReader> | undefined;

  return {
    async read(stretch) {
      stretch.signal.throwIfAborted();
      const reading = { ...stretch, next: stretch.from, finished: Promise.withResolvers<undefined>() };
      readings.set(stretch.partition, reading);
      const abort = () => reading.finished.reject(stretch.signal.reason);
      stretch.signal.addEventListener('abort', abort, { once: true });
      // Closing the reader below must not surface twice what is thrown here.
      reading.finished.promise.catch(() => undefined);
      try {
        open ??= openReader(options, readings);
        const reader = await open;
        reader.start(reading);
        await reading.finished.promise;
      } catch (thrown) {
        throw translateKafkaError(thrown);
      } finally {
        stretch.signal.removeEventListener('abort', abort);
        readings.delete(stretch.partition);
        if (readings.size === 0) {
          const closing = open;
          open = undefined;
          await closing?.then(reader => reader.close()).catch(() => undefined);
        }
      }
    },
  };
}

type OpenReader = {
  start(reading: Reading): void;
  close(): Promise<void>;
};

/** kafkajs reads only as a member of a group; this one has a single member, commits nothing, and vanishes with it. */
async function openReader(
  { kafka, topic, fetchBytes }: Options,
  readings: ReadonlyMap<number, Reading>,
): Promise<OpenReader> {
  const consumer = kafka.consumer({
    groupId: `${topic}.restore.${randomUUID()}`,
    maxBytesPerPartition: fetchBytes,
    maxWaitTimeInMs: 20,
    readUncommitted: false,
  });
  const pause = (partition: number): void => consumer.pause([{ topic, partitions: [partition] }]);
  consumer.on('consumer.crash', ({ payload }) => {
    if (payload.restart) return;
    for (const { finished } of readings.values()) finished.reject(payload.error);
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const running = consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: 8,
    eachBatch: async payload => {
      const reading = readings.get(payload.batch.partition);
      if (reading === undefined) pause(payload.batch.partition);
      else await readBatch(reading, payload, pause);
    },
  });
  // Nothing is fetched before someone asks; the run has begun, but its first fetch comes later than this line.
  consumer.pause([{ topic }]);
  await running;

  return {
    start({ partition, from }) {
      consumer.seek({ topic, partition, offset: from.toString() });
      consumer.resume([{ topic, partitions: [partition] }]);
    },
    close: async () => consumer.disconnect(),
  };
}

async function readBatch(
  reading: Reading,
  payload: EachBatchPayload,
  pause: (partition: number) => void,
): Promise<void> {
  const { batch } = payload;
  const last = batch.messages.at(-1);
  if (payload.isStale() || last === undefined) return;
  const { next, through, onRecords, finished, partition } = reading;
  const records = batch.messages
    .map(toStoredRecord)
    .filter(({ offset }) => offset >= next && offset <= through);
  try {
    if (records.length > 0) await onRecords(records);
  } catch (thrown) {
    pause(partition);
    finished.reject(thrown);
    return;
  }
  payload.resolveOffset(last.offset);
  reading.next = BigInt(batch.lastOffset()) + 1n;
  if (reading.next <= through) return;
  pause(partition);
  finished.resolve(undefined);
}
