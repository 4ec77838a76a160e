import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { TopicDeclaration } from '@millrace/contracts';
import type { Logger } from '@millrace/telemetry';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';

import { translateKafkaError } from './translate-error.ts';

/** What following needs of a codec. */
export type FollowCodec<T> = {
  readonly decode: (bytes: Buffer) => T;
  /** Fetches what decoding these values needs; undefined where it is at hand. */
  readonly prepare: (bytes: readonly Buffer[]) => Promise<void> | undefined;
};

type Options<T> = {
  readonly kafka: Kafka;
  readonly topic: TopicDeclaration;
  readonly codec: FollowCodec<T>;
  /** Called in the order of each partition, and again from its start after a restart of the process; undefined for a tombstone. */
  readonly onRecord: (key: string, value: T | undefined) => void;
  readonly log: Logger;
};

/** A topic being followed. */
export type FollowedTopic = {
  /** Resolves once everything written before the start has been given to `onRecord`. */
  readonly caughtUp: Promise<void>;
  readonly close: () => Promise<void>;
};

const RESTART_AFTER_MS = 1_000;

/**
 * Reads a whole compacted topic into memory and keeps following it. Every follower sees every record: its group is its own,
 * commits nothing and vanishes with it. Survives a broker that is away; goes on where it stood.
 * Records that cannot be decoded are logged and passed over.
 */
export async function followTopic<T>(options: Options<T>): Promise<FollowedTopic> {
  const { kafka, topic, log } = options;
  const progress = createProgress(await endOffsets(kafka, topic.name));
  const stopped = new AbortController();
  const following = followUntilStopped(options, progress, stopped.signal);

  return {
    caughtUp: progress.caughtUp,
    async close(): Promise<void> {
      stopped.abort();
      await following;
      log.debug('Stopped following a topic.', { topic: topic.name });
    },
  };
}

/** A consumer that fails for good is replaced by a new one. */
async function followUntilStopped<T>(
  options: Options<T>,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const consumer = options.kafka.consumer({
      groupId: `${options.topic.name}.follower.${randomUUID()}`,
      maxWaitTimeInMs: 1_000,
    });
    try {
      await runConsumer(consumer, options, progress, signal);
    } catch (thrown) {
      const error = translateKafkaError(thrown);
      options.log.warn('Following a topic failed; starting again.', {
        topic: options.topic.name,
        code: error.code,
        problem: error.message,
      });
      await sleep(RESTART_AFTER_MS, undefined, { signal }).catch(() => undefined);
    } finally {
      await consumer.disconnect().catch(() => undefined);
    }
  }
}

/** Resolves when stopped; rejects when the consumer has given up. */
async function runConsumer<T>(
  consumer: Consumer,
  options: Options<T>,
  progress: Progress,
  signal: AbortSignal,
): Promise<void> {
  const ended = Promise.withResolvers<undefined>();
  // A crash may come before anyone awaits the end.
  ended.promise.catch(() => undefined);
  const topic = options.topic.name;

  consumer.on('consumer.crash', ({ payload }) => {
    if (!payload.restart) ended.reject(payload.error);
  });
  consumer.on('consumer.group_join', () => {
    for (const [partition, offset] of progress.positions()) consumer.seek({ topic, partition, offset });
  });
  // Also told of batches with nothing but control records, which no handler sees.
  consumer.on('consumer.end_batch_process', ({ payload }) => {
    progress.reached(payload.partition, BigInt(payload.lastOffset) + 1n);
  });
  signal.addEventListener('abort', () => ended.resolve(undefined), { once: true });

  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ autoCommit: false, eachBatch: payload => applyBatch(payload, options) });
  await ended.promise;
}

async function applyBatch<T>({ batch }: EachBatchPayload, options: Options<T>): Promise<void> {
  const values = batch.messages.flatMap(({ value }) => (value === null ? [] : [value]));
  await options.codec.prepare(values);
  for (const { key, value, offset } of batch.messages) {
    if (key === null) continue;
    try {
      options.onRecord(key.toString(), value === null ? undefined : options.codec.decode(value));
    } catch (thrown) {
      const { code, message } = translateKafkaError(thrown);
      const at = { topic: batch.topic, partition: batch.partition, offset };
      options.log.error('Record of a followed topic cannot be used; passed over.', {
        ...at,
        code,
        problem: message,
      });
    }
  }
}

type Progress = {
  readonly caughtUp: Promise<void>;
  readonly reached: (partition: number, next: bigint) => void;
  /** Next offset of each partition that has been read from. */
  readonly positions: () => readonly (readonly [partition: number, offset: string])[];
};

function createProgress(ends: ReadonlyMap<number, bigint>): Progress {
  const behind = new Map(ends);
  const next = new Map<number, bigint>();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  if (behind.size === 0) resolve(undefined);
  return {
    caughtUp: promise,
    reached(partition, offset): void {
      next.set(partition, offset);
      const end = behind.get(partition);
      if (end !== undefined && offset >= end) behind.delete(partition);
      if (behind.size === 0) resolve(undefined);
    },
    positions: () => Array.from(next, ([partition, offset]) => [partition, offset.toString()]),
  };
}

/** Ends of the partitions that hold anything. */
async function endOffsets(kafka: Kafka, topic: string): Promise<ReadonlyMap<number, bigint>> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    const offsets = await admin.fetchTopicOffsets(topic);
    return new Map(
      offsets
        .filter(({ low, high }) => BigInt(high) > BigInt(low))
        .map(({ partition, high }) => [partition, BigInt(high)]),
    );
  } catch (thrown) {
    throw translateKafkaError(thrown);
  } finally {
    await admin.disconnect();
  }
}
