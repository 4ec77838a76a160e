import { setTimeout as sleep } from 'node:timers/promises';

import type { Logger } from '@millrace/telemetry';
import kafkajs, { type Consumer, type Kafka } from 'kafkajs';

import { translateKafkaError } from '../translate-error.ts';
import { createMember, type Member } from './member.ts';
import type { PartitionClaim, PartitionReader } from './partition-claim.ts';

type Options = {
  readonly kafka: Kafka;
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Called for each partition this process is given. */
  readonly open: (claim: PartitionClaim) => PartitionReader;
  readonly log: Logger;
  readonly settings: GroupSettings;
};

/** How a group member reads. */
export type GroupSettings = {
  /** A member that is silent for so long loses its partitions. */
  readonly sessionTimeoutMs: number;
  /** The broker gathers records for so long, or until `fetchMinBytes` are there. */
  readonly fetchMaxWaitMs: number;
  readonly fetchMinBytes: number;
  /** Most bytes of one partition in one fetch: with the partitions held, the bound of memory. */
  readonly fetchPartitionBytes: number;
  /** How long readers may finish before the group is left without them. */
  readonly finishTimeoutMs: number;
};

/** A member of a consumer group at work. */
export type RunningGroup = {
  /** Partitions held now, with the records not yet read of each. */
  held(): readonly { readonly topic: string; readonly partition: number; readonly lag: number }[];
  /** Whether the group has given this process its share, which may be none. */
  isJoined(): boolean;
  /** Whether the member still works or tries to. */
  isLive(): boolean;
  /** Lets each reader finish, within a time, then leaves the group. */
  stop(): Promise<void>;
};

const RESTART_AFTER_MS = 1_000;
const MAX_CONCURRENT_PARTITIONS = 64;

/**
 * Reads topics as a member of a group, committed records only, each partition in order, partitions side by side. Offsets are
 * committed by the readers alone, each with a note that the next holder of the partition is given.
 */
export async function consumeGroup(options: Options): Promise<RunningGroup> {
  const admin = options.kafka.admin();
  await admin.connect().catch((thrown: unknown) => {
    throw translateKafkaError(thrown);
  });
  const { groupId, open, log, settings } = options;
  const heartbeatMs = heartbeatOf(settings);
  const member = createMember({ admin, groupId, open, log, heartbeatMs });
  const stopped = new AbortController();
  const running = runUntilStopped(options, member, stopped.signal);
  let isLive = true;
  running.then(
    () => (isLive = false),
    () => (isLive = false),
  );

  return {
    held: () => member.held(),
    isJoined: () => member.isJoined(),
    isLive: () => isLive,
    async stop() {
      await withinTime(member.finish(), settings.finishTimeoutMs);
      stopped.abort();
      await running;
      await admin.disconnect();
    },
  };
}

/** A consumer that fails for good is replaced by a new one. */
async function runUntilStopped(options: Options, member: Member, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const consumer = createConsumer(options, member);
    try {
      await runConsumer(consumer, options, member, signal);
    } catch (thrown) {
      const error = translateKafkaError(thrown);
      options.log.error('Reading as a group member failed; starting again.', { code: error.code, error });
      await sleep(RESTART_AFTER_MS, undefined, { signal }).catch(() => undefined);
    } finally {
      member.leave();
      await consumer.disconnect().catch(() => undefined);
    }
  }
}

function createConsumer({ kafka, groupId, settings }: Options, member: Member): Consumer {
  const { sessionTimeoutMs, fetchMaxWaitMs, fetchMinBytes, fetchPartitionBytes } = settings;
  return kafka.consumer({
    groupId,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: heartbeatOf(settings),
    maxWaitTimeInMs: fetchMaxWaitMs,
    minBytes: fetchMinBytes,
    maxBytesPerPartition: fetchPartitionBytes,
    readUncommitted: false,
    partitionAssigners: [
      config => {
        const assigner = kafkajs.PartitionAssigners.roundRobin(config);
        return {
          ...assigner,
          // Asked for whenever a join begins: the last moment at which what is held is surely still held.
          protocol: subscription => {
            member.leave();
            return assigner.protocol(subscription);
          },
        };
      },
    ],
  });
}

/** Resolves when stopped; rejects when the consumer has given up. */
async function runConsumer(
  consumer: Consumer,
  { topics }: Options,
  member: Member,
  signal: AbortSignal,
): Promise<void> {
  const ended = Promise.withResolvers<undefined>();
  // A crash may come before anyone awaits the end.
  ended.promise.catch(() => undefined);
  consumer.on('consumer.crash', ({ payload }) => {
    if (!payload.restart) ended.reject(payload.error);
  });
  consumer.on('consumer.group_join', ({ payload }) => member.join(payload.memberAssignment));
  // Told of batches with nothing but control records too, which no handler sees.
  consumer.on('consumer.end_batch_process', ({ payload }) => {
    if (payload.batchSize === 0) member.passEmpty(payload);
  });
  signal.addEventListener('abort', () => ended.resolve(undefined), { once: true });

  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: MAX_CONCURRENT_PARTITIONS,
    eachBatch: payload => member.handle(payload, position => consumer.seek(position)),
  });
  await ended.promise;
}

/** What is not finished by then is dropped: the next holder starts from the last commit. */
async function withinTime(finishing: Promise<void>, timeoutMs: number): Promise<void> {
  const given = new AbortController();
  // Once its partition is given up, a reader may fail as it likes.
  finishing.catch(() => undefined);
  const late = sleep(timeoutMs, undefined, { signal: given.signal }).catch(() => undefined);
  await Promise.race([finishing, late]).finally(() => given.abort());
}

function heartbeatOf({ sessionTimeoutMs }: GroupSettings): number {
  return Math.ceil(sessionTimeoutMs / 10);
}
