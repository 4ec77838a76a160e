import type { TopicDeclaration } from '@millrace/contracts';
import type { Kafka } from 'kafkajs';

import { translateKafkaError } from '../translate-error.ts';

/** The partitions of some topics and the brokers that lead them. */
export class PartitionMap {
  readonly #kafka: Kafka;
  readonly #topics: string[];
  #leaders: ReadonlyMap<string, readonly number[]> = new Map();

  constructor(kafka: Kafka, topics: readonly TopicDeclaration[]) {
    this.#kafka = kafka;
    this.#topics = topics.map(topic => topic.name);
  }

  /** Asks the cluster. Throws TransientError while it is away. */
  async refresh(): Promise<void> {
    const admin = this.#kafka.admin();
    try {
      await admin.connect();
      const { topics } = await admin.fetchTopicMetadata({ topics: this.#topics });
      this.#leaders = new Map(
        topics.map(({ name, partitions }) => [
          name,
          partitions
            .toSorted((one, other) => one.partitionId - other.partitionId)
            .map(({ leader }) => leader),
        ]),
      );
    } catch (thrown) {
      throw translateKafkaError(thrown);
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }

  /** Number of partitions of each topic. */
  counts(): ReadonlyMap<string, number> {
    return new Map(Array.from(this.#leaders, ([topic, leaders]) => [topic, leaders.length]));
  }

  /** Broker that led a partition when last asked. */
  leaderOf(topic: string, partition: number): number | undefined {
    return this.#leaders.get(topic)?.[partition];
  }
}
