import { expect, it } from '@jest/globals';
import { silentLog } from '@millrace/telemetry';
import kafkajs from 'kafkajs';

import { createGroupReader } from './group-reader.ts';

it('a reader that is no member of its group yet takes what it is told without failing', async () => {
  const reader = createGroupReader({
    // Nobody listens there, as in an outage of the broker.
    kafka: new kafkajs.Kafka({
      brokers: ['127.0.0.1:1'],
      retry: { retries: 0 },
      logLevel: kafkajs.logLevel.NOTHING,
    }),
    group: 'test',
    topic: 'test.topic.v1',
    partitions: 1,
    listener: {
      onAssigned: () => undefined,
      onRebalancing: () => undefined,
      onConfirmed: () => undefined,
      onBatch: () => Promise.resolve(),
    },
    settings: {
      sessionTimeoutMs: 10_000,
      heartbeatMs: 3_000,
      rebalanceTimeoutMs: 10_000,
      fetchBytes: 1_000,
      fetchWaitMs: 100,
      fetchIntervalMs: 100,
    },
    log: silentLog,
  });
  try {
    expect(() => {
      reader.pause(0);
      reader.seek(0, 5n);
      reader.resume(0);
    }).not.toThrow();
  } finally {
    await reader.stop();
  }
});
