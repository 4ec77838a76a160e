import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import type { TopicDeclaration } from '@millrace/contracts';
import type { Logger } from '@millrace/telemetry';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';

import type { StoredBatch } from './transactions/stored-record.ts';
import { toStoredBatch } from './transactions/to-stored-record.ts';
import { translateKafkaError } from './translate-error.ts';

/** What a tail tells whom it reads for. */
export type TailListener = {
  /** The next records of a partition, in order; what follows is fetched when the promise resolves, so waiting slows the tail down. */
  onBatch(topic: string, partition: number, batch: StoredBatch): Promise<void>;
  /** Records were passed over because the tail had fallen too far behind. */
  onSkipped(topic: string, partition: number, records: number): void;
};

type Options = {
  readonly kafka: Kafka;
  readonly topics: readonly TopicDeclaration[];
  /** Records before the end of each partition with which it begins. */
  readonly backlog: number;
  /** Records behind the end of a partition past which it skips to the end. */
  readonly maxLag: number;
  /** Most bytes of one partition in one fetch, as compressed. */
  readonly fetchBytes: number;
  readonly listener: TailListener;
  readonly log: Logger;
};

/** Topics whose ends are being read. */
export type TopicTail = {
  /** Resolves once what was there at the start has been given out. */
  readonly caughtUp: Promise<void>;
  readonly close: () => Promise<void>;
};

const RESTART_AFTER_MS = 1_000;
/** The broker answers at once when there is something; this is how long it holds a fetch that finds nothing. */
const FETCH_WAIT_MS = 500;

/**
 * Reads the newest records of topics and keeps up with them, whatever the load: what it cannot read in time it skips. Every tail
 * sees the topics for itself; its group is its own, commits nothing and vanishes with it. Survives a broker that is away.
 */
export async function tailTopics(options: Options): Promise<TopicTail> {
  const positions = createPositions(await startOffsets(options));
  const stopped = new AbortController();
  const tailing = tailUntilStopped(options, positions, stopped.signal);
  return {
    caughtUp: positions.caughtUp,
    async close() {
      stopped.abort();
      await tailing;
    },
  };
}

/** A consumer that fails for good is replaced by a new one. */
async function tailUntilStopped(options: Options, positions: Positions, signal: AbortSignal): Promise<void> {
  const topics = options.topics.map(({ name }) => name);
  while (!signal.aborted) {
    const consumer = options.kafka.consumer({
      groupId: `${topics[0] ?? ''}.tail.${randomUUID()}`,
      maxBytesPerPartition: options.fetchBytes,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      readUncommitted: false,
    });
    try {
      await runConsumer(consumer, { ...options, positions, signal });
    } catch (thrown) {
      const { code, message } = translateKafkaError(thrown);
      options.log.warn('Reading the end of topics failed; starting again.', {
        topics,
        code,
        problem: message,
      });
      await sleep(RESTART_AFTER_MS, undefined, { signal }).catch(() => undefined);
    } finally {
      await consumer.disconnect().catch(() => undefined);
    }
  }
}

/** Resolves when stopped; rejects when the consumer has given up. */
async function runConsumer(
  consumer: Consumer,
  options: Options & { readonly positions: Positions; readonly signal: AbortSignal },
): Promise<void> {
  const { topics, positions, signal } = options;
  const ended = Promise.withResolvers<undefined>();
  // A crash may come before anyone awaits the end.
  ended.promise.catch(() => undefined);
  consumer.on('consumer.crash', ({ payload }) => {
    if (!payload.restart) ended.reject(payload.error);
  });
  consumer.on('consumer.group_join', () => {
    for (const { topic, partition, next } of positions.all()) {
      consumer.seek({ topic, partition, offset: next.toString() });
    }
  });
  // Also told of batches with nothing but control records, which no handler sees.
  consumer.on('consumer.end_batch_process', ({ payload: { topic, partition, lastOffset } }) => {
    positions.reached(topic, partition, BigInt(lastOffset) + 1n);
  });
  signal.addEventListener('abort', () => ended.resolve(undefined), { once: true });

  await consumer.connect();
  await consumer.subscribe({ topics: topics.map(({ name }) => name), fromBeginning: false });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    eachBatch: payload => handBatch(payload, consumer, options),
  });
  await ended.promise;
}

async function handBatch(
  payload: EachBatchPayload,
  consumer: Consumer,
  { listener, maxLag, positions }: Options & { readonly positions: Positions },
): Promise<void> {
  const { batch } = payload;
  const { topic, partition } = batch;
  const last = batch.messages.at(-1);
  // A seek since the fetch: these records come again, or were skipped.
  if (payload.isStale() || last === undefined) return;
  // Before the seek below, which must win.
  payload.resolveOffset(last.offset);
  const stored = toStoredBatch(batch);
  const behind = Number(stored.endOffset - stored.nextOffset);
  if (positions.isCaughtUp(topic, partition) && behind > maxLag) {
    consumer.seek({ topic, partition, offset: stored.endOffset.toString() });
    listener.onSkipped(topic, partition, behind);
  }
  await listener.onBatch(topic, partition, stored);
}

type Place = { readonly topic: string; readonly partition: number };
type Start = Place & { readonly next: bigint; readonly end: bigint };

type Positions = {
  readonly caughtUp: Promise<void>;
  readonly isCaughtUp: (topic: string, partition: number) => boolean;
  readonly reached: (topic: string, partition: number, next: bigint) => void;
  /** Next offset of each partition. */
  readonly all: () => readonly (Place & { readonly next: bigint })[];
};

function createPositions(starts: readonly Start[]): Positions {
  const keyOf = (topic: string, partition: number): string => `${topic}:${partition}`;
  const places = new Map(starts.map(start => [keyOf(start.topic, start.partition), start]));
  const behind = new Set(
    starts.filter(({ next, end }) => next < end).map(one => keyOf(one.topic, one.partition)),
  );
  const { promise, resolve } = Promise.withResolvers<undefined>();
  if (behind.size === 0) resolve(undefined);
  return {
    caughtUp: promise,
    isCaughtUp: (topic, partition) => !behind.has(keyOf(topic, partition)),
    reached(topic, partition, next) {
      const key = keyOf(topic, partition);
      const end = places.get(key)?.end ?? next;
      places.set(key, { topic, partition, next, end });
      if (next >= end) behind.delete(key);
      if (behind.size === 0) resolve(undefined);
    },
    all: () => [...places.values()],
  };
}

/** Where each partition begins and ends at the moment. */
async function startOffsets({ kafka, topics, backlog }: Options): Promise<readonly Start[]> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    const starts: Start[] = [];
    for (const { name: topic } of topics) {
      for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
        const end = BigInt(high);
        const first = BigInt(low);
        const wanted = end - BigInt(backlog);
        starts.push({ topic, partition, next: wanted > first ? wanted : first, end });
      }
    }
    return starts;
  } catch (thrown) {
    throw translateKafkaError(thrown);
  } finally {
    await admin.disconnect();
  }
}
