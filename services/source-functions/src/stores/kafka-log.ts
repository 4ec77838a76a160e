import { topics, type DeferredWebhook } from '@millrace/contracts';
import { createProducer, ensureTopics, type createKafka, type ProducerRecord } from '@millrace/kafka';
import type { Codec, Codecs } from '@millrace/schema-registry';
import type { Logger } from '@millrace/telemetry';

import type { Config } from '../config.ts';
import type { Encoders } from '../records.ts';
import type { RetryTopology } from '../topology.ts';
import { topicsOf } from '@millrace/stream';

/** Kafka as the requests use it. */
export type KafkaLog = {
  readonly encode: Encoders;
  readonly deferredCodec: Codec<DeferredWebhook>;
  /** Resolves when the records are durable; rejects with TransientError when they may not be. */
  readonly store: (records: readonly ProducerRecord[]) => Promise<void>;
  /** Writes what waits, then disconnects. */
  readonly close: () => Promise<void>;
};

type Deps = {
  readonly kafka: ReturnType<typeof createKafka>;
  readonly codecs: Codecs;
  readonly topology: RetryTopology;
  readonly settings: Pick<Config, 'deliveryTimeoutMs' | 'maxQueuedBytes' | 'maxQueuedRecords'>;
  readonly log: Logger;
  readonly signal: AbortSignal;
};

/** Makes the topics, registers the schemas and connects. Throws TransientError while something is not there yet. */
export async function connectKafkaLog(deps: Deps): Promise<KafkaLog> {
  const { kafka, codecs, topology, settings, log, signal } = deps;
  await ensureTopics({ kafka, topics: [...topicsOf(topology), topics.configResources], log, signal });
  const [events, invocations, deferredCodec] = await Promise.all([
    codecs.codecFor(topics.eventsCollected),
    codecs.codecFor(topics.functionsInvocations),
    codecs.codecFor(topics.webhooksDeferred),
  ]);
  const producer = createProducer({
    kafka,
    topics: [
      topics.eventsCollected,
      topics.functionsInvocations,
      topics.webhooksDeferred,
      topics.sourceFunctionsDeadLetters,
    ],
    log,
    deliveryTimeoutMs: settings.deliveryTimeoutMs,
    maxWaitingBytes: settings.maxQueuedBytes,
    maxWaitingRecords: settings.maxQueuedRecords,
  });
  await producer.connect();
  return {
    encode: { event: events.encode, invocation: invocations.encode, deferred: deferredCodec.encode },
    deferredCodec,
    store: producer.send,
    close: producer.close,
  };
}
