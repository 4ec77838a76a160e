import { setTimeout as sleep } from 'node:timers/promises';

import type { Logger } from '@millrace/telemetry';
import kafkajs, { type Consumer, type EachBatchPayload, type Kafka } from 'kafkajs';

import { translateKafkaError } from '../translate-error.ts';
import type { StoredBatch } from './stored-record.ts';
import { toStoredBatch } from './to-stored-record.ts';

/** What a group reader tells whom it reads for. */
export type GroupListener = {
  /** The group has given out its partitions; called before anything is fetched for them. All of this process's, kept ones too. */
  onAssigned(partitions: readonly number[]): void;
  /** The group is about to give them out anew. */
  onRebalancing(): void;
  /** The group has confirmed this process as a member since the last call. */
  onConfirmed(): void;
  /** The next records of a partition; fetching goes on when the promise resolves. Never rejects. */
  onBatch(partition: number, batch: StoredBatch): Promise<void>;
};

/**
 * Reads a topic as a member of a group that commits through transactions: where to read is said by `seek` alone. What is said while
 * it is no member, as in an outage of the broker, means nothing; the listener says it anew when partitions are assigned.
 */
export type GroupReader = {
  /** Reads no more of a partition until it is resumed. */
  pause(partition: number): void;
  resume(partition: number): void;
  /** Where a partition is read from on; what was fetched before is not given out any more. */
  seek(partition: number, offset: bigint): void;
  /** Whether it reads, or tries to. */
  isLive(): boolean;
  /** Leaves the group. */
  stop(): Promise<void>;
};

/** How a group member reads. */
export type GroupReaderSettings = {
  readonly sessionTimeoutMs: number;
  readonly heartbeatMs: number;
  readonly rebalanceTimeoutMs: number;
  /** Most bytes of one partition in one fetch. */
  readonly fetchBytes: number;
  /** How long the broker holds a fetch that finds nothing. */
  readonly fetchWaitMs: number;
  /** Least time between fetches that found little. */
  readonly fetchIntervalMs: number;
};

type Options = {
  readonly kafka: Kafka;
  readonly group: string;
  readonly topic: string;
  readonly partitions: number;
  readonly listener: GroupListener;
  readonly settings: GroupReaderSettings;
  readonly log: Logger;
};

const RESTART_AFTER_MS = 1_000;

/** Joins the group, and joins it again whenever the client has given up. Does not wait for the first assignment. */
export function createGroupReader(options: Options): GroupReader {
  const { topic, log } = options;
  const stopped = new AbortController();
  let consumer: Consumer | undefined;
  // The client throws at who speaks to it between two memberships, and has nothing that tells.
  let isMember = false;

  const readUntilStopped = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      consumer = createConsumer(options);
      consumer.on('consumer.group_join', () => {
        isMember = true;
      });
      consumer.on('consumer.stop', () => {
        isMember = false;
      });
      try {
        await runConsumer(consumer, options, stopped.signal);
      } catch (thrown) {
        const { code, message } = translateKafkaError(thrown);
        log.warn('Reading as a group member failed; joining again.', { topic, code, problem: message });
        await sleep(RESTART_AFTER_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
      } finally {
        await consumer.disconnect().catch(() => undefined);
      }
    }
  };
  let isLive = true;
  const reading = readUntilStopped().finally(() => {
    isLive = false;
  });

  const member = (): Consumer | undefined => (isMember ? consumer : undefined);
  return {
    pause: partition => member()?.pause([{ topic, partitions: [partition] }]),
    resume: partition => member()?.resume([{ topic, partitions: [partition] }]),
    seek: (partition, offset) => member()?.seek({ topic, partition, offset: offset.toString() }),
    isLive: () => isLive,
    async stop() {
      stopped.abort();
      await reading;
    },
  };
}

function createConsumer({ kafka, group, settings }: Options): Consumer {
  return kafka.consumer({
    groupId: group,
    sessionTimeout: settings.sessionTimeoutMs,
    heartbeatInterval: settings.heartbeatMs,
    rebalanceTimeout: settings.rebalanceTimeoutMs,
    maxBytesPerPartition: settings.fetchBytes,
    minBytes: 1,
    maxWaitTimeInMs: settings.fetchWaitMs,
    readUncommitted: false,
    partitionAssigners: [kafkajs.PartitionAssigners.roundRobin],
  });
}

/** Resolves when stopped; rejects when the client has given up. */
async function runConsumer(
  consumer: Consumer,
  { topic, partitions, listener, settings }: Options,
  signal: AbortSignal,
): Promise<void> {
  const ended = Promise.withResolvers<undefined>();
  // A crash may come before anyone awaits the end.
  ended.promise.catch(() => undefined);
  consumer.on('consumer.crash', ({ payload }) => {
    if (!payload.restart) ended.reject(payload.error);
  });
  consumer.on('consumer.group_join', ({ payload }) => {
    listener.onAssigned(payload.memberAssignment[topic] ?? []);
    listener.onConfirmed();
  });
  consumer.on('consumer.rebalancing', () => listener.onRebalancing());
  consumer.on('consumer.heartbeat', () => listener.onConfirmed());
  signal.addEventListener('abort', () => ended.resolve(undefined), { once: true });

  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: partitions,
    eachBatch: payload => handBatch(payload, listener, settings.fetchIntervalMs),
  });
  await ended.promise;
}

/** A fetch of fewer records than this has found little. */
const LITTLE = 500;

async function handBatch(
  payload: EachBatchPayload,
  listener: GroupListener,
  fetchIntervalMs: number,
): Promise<void> {
  const { batch } = payload;
  const last = batch.messages.at(-1);
  // A seek since the fetch: these records come again, or are another's now.
  if (payload.isStale() || last === undefined) return;
  // Before anyone is waited for: a seek in between must win.
  payload.resolveOffset(last.offset);
  const pace = batch.messages.length < LITTLE ? sleep(fetchIntervalMs) : undefined;
  await listener.onBatch(batch.partition, toStoredBatch(batch));
  await pace;
}
