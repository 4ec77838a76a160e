import { topics, type ConfigResource, type Event } from '@millrace/contracts';
import { createKafka, createProducer, ensureTopics, type ProducerRecord } from '@millrace/kafka';
import { createCodecs, type Codec, type RegisteredCodec } from '@millrace/schema-registry';
import type { Logger } from '@millrace/telemetry';

import type { Config } from '../config.ts';

/** Kafka and the schemas, as the gateway uses them. */
export type EventLog = {
  readonly kafka: ReturnType<typeof createKafka>;
  readonly resourceCodec: Codec<ConfigResource>;
  readonly eventCodec: RegisteredCodec<Event>;
  /** Resolves when the records are durable; rejects with TransientError when they may not be. */
  readonly send: (records: readonly ProducerRecord[]) => Promise<void>;
  /** Rejects every send that has no answer. */
  readonly withdraw: () => void;
  /** Writes what waits, then disconnects. */
  readonly close: () => Promise<void>;
};

type Settings = Pick<
  Config,
  | 'kafkaBrokers'
  | 'schemaRegistryUrl'
  | 'deliveryTimeoutMs'
  | 'maxQueuedBytes'
  | 'maxQueuedRecords'
  | 'kafkaChannels'
>;

/** Makes the topics, registers the schemas and connects. Throws TransientError while something is not there yet. */
export async function connectEventLog(
  settings: Settings,
  log: Logger,
  signal: AbortSignal,
): Promise<EventLog> {
  const kafka = createKafka({
    brokers: settings.kafkaBrokers,
    clientId: 'ingest-gateway',
    log,
    requestTimeoutMs: settings.deliveryTimeoutMs,
  });
  const codecs = createCodecs({ url: settings.schemaRegistryUrl, log });
  signal.addEventListener('abort', codecs.close, { once: true });
  const producer = createProducer({
    kafka,
    topics: [topics.eventsCollected],
    log,
    deliveryTimeoutMs: settings.deliveryTimeoutMs,
    maxWaitingBytes: settings.maxQueuedBytes,
    maxWaitingRecords: settings.maxQueuedRecords,
    channels: settings.kafkaChannels,
  });

  await ensureTopics({ kafka, topics: [topics.eventsCollected, topics.configResources], log, signal });
  const [eventCodec, resourceCodec] = await Promise.all([
    codecs.codecFor(topics.eventsCollected),
    codecs.codecFor(topics.configResources),
  ]);
  await producer.connect();
  return {
    kafka,
    resourceCodec,
    eventCodec,
    send: producer.send,
    withdraw: producer.withdraw,
    close: producer.close,
  };
}
