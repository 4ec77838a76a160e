import { setTimeout as sleep } from 'node:timers/promises';

import type { TopicDeclaration } from '@millrace/contracts';
import { TransientError } from '@millrace/errors';
import type { Logger } from '@millrace/telemetry';
import kafkajs, { type Admin, type Kafka } from 'kafkajs';

import { translateKafkaError } from './translate-error.ts';

const RETRY_AFTER_MS = 1_000;

type Options = {
  readonly kafka: Kafka;
  readonly topics: readonly TopicDeclaration[];
  readonly log: Logger;
  /** Copies of each partition. Default: the broker's own default. */
  readonly replicationFactor?: number;
  /** Gives up waiting for Kafka. */
  readonly signal?: AbortSignal;
};

/**
 * Creates the topics that are missing, and waits for Kafka as long as it is not there. Existing topics stay as they are:
 * an operator's settings win, and another number of partitions would move keys.
 * Throws ConfigError where Kafka refuses.
 */
export async function ensureTopics(options: Options): Promise<void> {
  const { kafka, log, signal } = options;
  for (let attempts = 1; ; attempts += 1) {
    signal?.throwIfAborted();
    const admin = kafka.admin();
    try {
      await admin.connect();
      await createMissing(admin, options);
      return;
    } catch (thrown) {
      const error = translateKafkaError(thrown);
      if (!(error instanceof TransientError)) throw error;
      if (attempts === 1) log.warn('Waiting for Kafka.', { code: error.code, problem: error.message });
    } finally {
      await admin.disconnect();
    }
    await sleep(RETRY_AFTER_MS, undefined, signal && { signal });
  }
}

async function createMissing(admin: Admin, { topics, log, replicationFactor = -1 }: Options): Promise<void> {
  const existing = new Set(await admin.listTopics());
  const missing = topics.filter(topic => !existing.has(topic.name));
  if (missing.length > 0) await createTopics(admin, missing, replicationFactor);
  await warnOfOtherPartitions(admin, topics, log);
}

async function createTopics(
  admin: Admin,
  topics: readonly TopicDeclaration[],
  replicationFactor: number,
): Promise<void> {
  try {
    await admin.createTopics({
      topics: topics.map(topic => ({
        topic: topic.name,
        numPartitions: topic.partitions,
        replicationFactor,
        configEntries: Object.entries(topic.settings).map(([name, value]) => ({ name, value })),
      })),
      waitForLeaders: true,
    });
  } catch (thrown) {
    if (!isOnlyAlreadyExists(thrown)) throw thrown;
  }
}

/** Services start together and name topics of each other; whoever comes second finds them made. */
function isOnlyAlreadyExists(thrown: unknown): boolean {
  const errors = thrown instanceof kafkajs.KafkaJSAggregateError ? thrown.errors : [thrown];
  return errors.every(
    error => error instanceof kafkajs.KafkaJSProtocolError && error.type === 'TOPIC_ALREADY_EXISTS',
  );
}

async function warnOfOtherPartitions(
  admin: Admin,
  topics: readonly TopicDeclaration[],
  log: Logger,
): Promise<void> {
  const metadata = await admin.fetchTopicMetadata({ topics: topics.map(topic => topic.name) });
  const actual = new Map(metadata.topics.map(topic => [topic.name, topic.partitions.length]));
  for (const topic of topics) {
    const partitions = actual.get(topic.name);
    if (partitions !== topic.partitions) {
      log.warn('Topic has another number of partitions than declared; it stays so.', {
        topic: topic.name,
        declared: topic.partitions,
        actual: partitions,
      });
    }
  }
}
