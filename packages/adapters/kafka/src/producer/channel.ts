import kafkajs, { type Kafka, type Producer } from 'kafkajs';

import { withLinearGrouping, type PlacedMessage } from '../repairs/linear-grouping.ts';

/** One idempotent producer id, replaced when what it has sent is no longer known. */
export class Channel {
  readonly #kafka: Kafka;
  readonly #sendTimeoutMs: number;
  #producer: Producer | undefined;

  constructor(kafka: Kafka, sendTimeoutMs: number) {
    this.#kafka = kafka;
    this.#sendTimeoutMs = sendTimeoutMs;
  }

  /**
   * Sends one batch to each partition of these messages. Gives the partitions that have theirs: kafkajs forgets a partition whose
   * leader moves between its attempts, and resolves all the same.
   * After a failure the same messages may be sent again: the broker knows them by producer id and sequence.
   */
  async send(topic: string, messages: PlacedMessage[]): Promise<ReadonlySet<number>> {
    const producer = await this.connect();
    const written = await producer.send({
      topic,
      messages: withLinearGrouping(messages),
      acks: -1,
      timeout: this.#sendTimeoutMs,
      compression: kafkajs.CompressionTypes.ZSTD,
    });
    return new Set(written.map(({ partition }) => partition));
  }

  async connect(): Promise<Producer> {
    if (this.#producer !== undefined) return this.#producer;
    const producer = this.#kafka.producer({
      idempotent: true,
      allowAutoTopicCreation: false,
      maxInFlightRequests: 1,
      // The fewest kafkajs takes for an idempotent producer; the caller has a loop of its own, with a deadline.
      retry: { retries: 1 },
    });
    try {
      await producer.connect();
    } catch (thrown) {
      await producer.disconnect().catch(() => undefined);
      throw thrown;
    }
    this.#producer = producer;
    return producer;
  }

  /**
   * Gives the producer id up. Needed after a batch that was given up: whether the broker has it is unknown, and the next
   * batch would carry the same sequence numbers, which the broker takes for a repetition and drops with a success.
   */
  async abandon(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.disconnect().catch(() => undefined);
  }
}
