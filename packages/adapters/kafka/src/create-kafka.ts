import type { Logger } from '@millrace/telemetry';
import kafkajs, { type Kafka } from 'kafkajs';

import { clientLog } from './client-log.ts';
import { repairKafkajs } from './repairs/repair-kafkajs.ts';
import { registerZstdCodec } from './records/zstd-codec.ts';

/** How to reach Kafka. */
export type KafkaSettings = {
  /** host:port of one or more brokers. */
  readonly brokers: readonly string[];
  /** Name in the broker's logs and quotas; the service's name. */
  readonly clientId: string;
  readonly log: Logger;
  /** Longest wait for the reply to one request. Default 30 s. */
  readonly requestTimeoutMs?: number;
};

/** A kafkajs client with zstd, our log, and timeouts that fit a service. Connects to nothing yet. */
export function createKafka({ brokers, clientId, log, requestTimeoutMs = 30_000 }: KafkaSettings): Kafka {
  registerZstdCodec();
  repairKafkajs();
  return new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    connectionTimeout: 3_000,
    requestTimeout: requestTimeoutMs,
    retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: 8 },
    logLevel: kafkajs.logLevel.WARN,
    logCreator: clientLog(log),
  });
}
