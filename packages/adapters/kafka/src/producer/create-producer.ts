import type { TopicDeclaration } from '@millrace/contracts';
import { BugError, InvalidRecordError, TransientError } from '@millrace/errors';
import type { Logger } from '@millrace/telemetry';
import type { Kafka } from 'kafkajs';

import { partitionFor } from '../partition.ts';
import { translateKafkaError } from '../translate-error.ts';
import { Channel } from './channel.ts';
import { PartitionMap } from './partition-map.ts';
import { MAX_RECORD_BYTES, PartitionQueue } from './partition-queue.ts';
import { createPendingRequest, type PendingRecord, type PendingRequest } from './pending.ts';
import { Pump } from './pump.ts';

/** A record to write. Its key decides the partition. */
export type ProducerRecord = {
  readonly topic: string;
  readonly key: string;
  /** null deletes the key in a compacted topic. */
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Epoch milliseconds; default: the time of the call. */
  readonly timestamp?: number;
};

/** Writes records durably. */
export type Producer = {
  /** Learns the topics' partitions and opens the connections. Throws TransientError while Kafka is away. */
  readonly connect: () => Promise<void>;
  /**
   * Resolves when every in-sync replica has all the records. Order per key is the order of calls, also through retries.
   * Rejects with TransientError when they could not be written within the delivery timeout (some may have been), or at once
   * when too much waits already.
   */
  readonly send: (records: readonly ProducerRecord[]) => Promise<void>;
  /**
   * Rejects, before it returns, every `send` without an answer with TransientError. None of their records begins its way any more;
   * of those that are on their way already some may still be written.
   */
  readonly withdraw: () => void;
  /** Sends what waits, then disconnects. Nothing may be sent afterwards. */
  readonly close: () => Promise<void>;
};

type Options = {
  readonly kafka: Kafka;
  /** The topics it may write to; they exist. */
  readonly topics: readonly TopicDeclaration[];
  readonly log: Logger;
  /** Longest time from `send` to its answer. */
  readonly deliveryTimeoutMs: number;
  /** Most that may wait for the broker, in bytes and in records. */
  readonly maxWaitingBytes: number;
  readonly maxWaitingRecords: number;
  /** Connections, among which the partitions are shared out; each has one batch under way. Default 1. */
  readonly channels?: number;
};

const RETRY_AFTER_MS = 1_000;
/** How often overdue requests are looked for. */
const DEADLINE_CHECK_MS = 100;
/** Lengths and deltas around a record, and around a header. */
const RECORD_OVERHEAD_BYTES = 40;
const HEADER_OVERHEAD_BYTES = 10;

/**
 * An idempotent producer that gathers the records of concurrent calls: while a batch is on its way the next one fills.
 * A batch that fails for good fails exactly the calls whose records were in it.
 */
export function createProducer(options: Options): Producer {
  const { kafka, topics, log, deliveryTimeoutMs, maxWaitingBytes, maxWaitingRecords, channels = 1 } = options;
  const opened = Array.from({ length: channels }, () => new Channel(kafka, deliveryTimeoutMs));
  const partitions = new PartitionMap(kafka, topics);
  const pumps = opened.map(channel => new Pump({ channel, partitions, log, onDone: release }));
  const queues = new Map<string, readonly PartitionQueue[]>();
  const waiting = { bytes: 0, records: 0 };
  const deadlines = createDeadlines();
  let isClosed = false;

  function release(records: readonly PendingRecord[]): void {
    waiting.records -= records.length;
    for (const { bytes } of records) waiting.bytes -= bytes;
  }

  function enqueue(record: ProducerRecord, request: PendingRequest): void {
    const all = queues.get(record.topic);
    const partition = all === undefined ? 0 : partitionFor(record.key, all.length);
    const queue = all?.[partition];
    if (queue === undefined) {
      throw new BugError('broker-refused', `the producer was not made for topic ${record.topic}`);
    }
    queue.push({ message: messageOf(record, partition), bytes: sizeOf(record), request });
    pumps[partition % channels]?.wake(queue);
  }

  return {
    async connect(): Promise<void> {
      await partitions.refresh();
      for (const [topic, count] of partitions.counts()) {
        queues.set(
          topic,
          Array.from({ length: count }, (_, partition) => new PartitionQueue(topic, partition)),
        );
      }
      try {
        await Promise.all(opened.map(channel => channel.connect()));
      } catch (thrown) {
        throw translateKafkaError(thrown);
      }
    },

    async send(records): Promise<void> {
      if (isClosed) throw new BugError('broker-refused', 'the producer is closed');
      if (records.length === 0) return;
      let bytes = 0;
      for (const record of records) {
        const size = sizeOf(record);
        if (size > MAX_RECORD_BYTES) throw tooLarge(record);
        bytes += size;
      }
      if (waiting.bytes + bytes > maxWaitingBytes || waiting.records + records.length > maxWaitingRecords) {
        throw new TransientError('overloaded', 'too many records wait for Kafka', {
          retryAfterMs: RETRY_AFTER_MS,
        });
      }
      const { request, settled } = createPendingRequest(
        records.length,
        Date.now() + deliveryTimeoutMs,
        deadlines.remove,
      );
      deadlines.add(request);
      waiting.bytes += bytes;
      waiting.records += records.length;
      for (const record of records) enqueue(record, request);
      return settled;
    },

    withdraw: deadlines.withdraw,

    async close(): Promise<void> {
      isClosed = true;
      await Promise.all(pumps.map(pump => pump.idle()));
      await Promise.all(opened.map(channel => channel.abandon()));
    },
  };
}

/** Why no producer would ever take these records, whatever Kafka says; undefined for those it takes. */
export function recordRefusal(records: readonly ProducerRecord[]): InvalidRecordError | undefined {
  const record = records.find(candidate => sizeOf(candidate) > MAX_RECORD_BYTES);
  return record && tooLarge(record);
}

function messageOf(
  { key, value, headers, timestamp }: ProducerRecord,
  partition: number,
): PendingRecord['message'] {
  const message = { key, value, partition, timestamp: String(timestamp ?? Date.now()) };
  return headers === undefined ? message : { ...message, headers };
}

function tooLarge({ topic }: ProducerRecord): InvalidRecordError {
  return new InvalidRecordError(
    'record-too-large',
    `a record of ${topic} is larger than ${MAX_RECORD_BYTES} bytes`,
    {
      details: { topic },
    },
  );
}

/** Upper bound of a record's encoded size. A character of UTF-16 is at most three bytes of UTF-8. */
function sizeOf({ key, value, headers }: ProducerRecord): number {
  let size = RECORD_OVERHEAD_BYTES + key.length * 3 + (value?.length ?? 0);
  for (const name in headers) {
    size += HEADER_OVERHEAD_BYTES + (name.length + (headers[name]?.length ?? 0)) * 3;
  }
  return size;
}

type Deadlines = Readonly<Record<'add' | 'remove', (request: PendingRequest) => void>> & {
  /** Ends the time of all. */
  readonly withdraw: () => void;
};

/** Refuses requests whose time is over, whatever the connection is doing; its timer runs only while something waits. */
function createDeadlines(): Deadlines {
  const requests = new Set<PendingRequest>();
  let timer: NodeJS.Timeout | undefined;

  const check = (): void => {
    const now = Date.now();
    for (const request of requests) {
      // All have the same time to live, so the rest is younger.
      if (request.deadline > now) break;
      request.settle(
        new TransientError('broker-unavailable', 'Kafka has not acknowledged the records in time', {
          retryAfterMs: RETRY_AFTER_MS,
        }),
      );
    }
    timer = requests.size === 0 ? undefined : setTimeout(check, DEADLINE_CHECK_MS);
  };

  return {
    add(request): void {
      requests.add(request);
      timer ??= setTimeout(check, DEADLINE_CHECK_MS);
    },
    remove: request => void requests.delete(request),
    withdraw(): void {
      const error = new TransientError('broker-unavailable', 'the records were withdrawn');
      for (const request of requests) request.settle(error);
    },
  };
}
