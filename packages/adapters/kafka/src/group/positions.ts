import { setTimeout as sleep } from 'node:timers/promises';

import type { Logger } from '@millrace/telemetry';
import type { Admin } from 'kafkajs';

import { translateKafkaError } from '../translate-error.ts';
import type { Committed } from './partition-claim.ts';

const ASK_AGAIN_MS = 500;

/** What finding a position asks of Kafka. */
export type GroupAdmin = Pick<Admin, 'fetchOffsets' | 'fetchTopicOffsets'>;

type Options = {
  readonly admin: GroupAdmin;
  readonly groupId: string;
  readonly topic: string;
  readonly partition: number;
  readonly log: Logger;
  readonly signal: AbortSignal;
};

/** Where the group stands in a partition; the start of the log where it never committed. Asks until Kafka answers or the signal aborts. */
export async function fetchPosition(options: Options): Promise<Committed> {
  const { topic, partition, log, signal } = options;
  for (;;) {
    signal.throwIfAborted();
    try {
      return await fetchOnce(options);
    } catch (thrown) {
      const { code, message } = translateKafkaError(thrown);
      log.warn('Reading a committed offset failed; trying again.', {
        topic,
        partition,
        code,
        problem: message,
      });
    }
    // A timer that is aborted rejects with its own error instead of the signal's reason.
    await sleep(ASK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function fetchOnce({ admin, groupId, topic, partition }: Options): Promise<Committed> {
  const [offsets] = await admin.fetchOffsets({ groupId, topics: [topic] });
  const committed = offsets?.partitions.find(one => one.partition === partition);
  return committed === undefined || Number(committed.offset) < 0
    ? { offset: await lowWatermark(admin, topic, partition), note: '' }
    : { offset: Number(committed.offset), note: committed.metadata ?? '' };
}

/** The first offset a partition still has. */
export async function lowWatermark(admin: GroupAdmin, topic: string, partition: number): Promise<number> {
  const offsets = await admin.fetchTopicOffsets(topic);
  return Number(offsets.find(one => one.partition === partition)?.low ?? 0);
}
