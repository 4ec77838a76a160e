import { setTimeout as sleep } from 'node:timers/promises';

import { TransientError, type MillraceError } from '@millrace/errors';
import type { Logger } from '@millrace/telemetry';

import { breaksSequence, translateKafkaError } from '../translate-error.ts';
import type { Channel } from './channel.ts';
import type { PartitionMap } from './partition-map.ts';
import type { PartitionQueue } from './partition-queue.ts';
import { acknowledge, fail, type PendingRecord } from './pending.ts';

const FIRST_BACKOFF_MS = 50;
const MAX_BACKOFF_MS = 1_000;

type Dependencies = {
  readonly channel: Pick<Channel, 'send' | 'abandon'>;
  readonly partitions: Pick<PartitionMap, 'leaderOf' | 'refresh'>;
  readonly log: Logger;
  /** Called when records leave for good, sent or not, before their requests hear of it. */
  readonly onDone: (records: readonly PendingRecord[]) => void;
};

/**
 * Sends what waits in some partitions, one produce request at a time: while one is on its way the next gathers. Starts with the
 * turn of the event loop after the first record, so that requests read in one turn travel together; runs no timer when idle.
 */
export class Pump {
  readonly #dependencies: Dependencies;
  /** Partitions with records, longest waiting first. */
  readonly #waiting = new Set<PartitionQueue>();
  #running: Promise<void> | undefined;

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** To be called when a queue has got records. */
  wake(queue: PartitionQueue): void {
    this.#waiting.add(queue);
    this.#running ??= this.#run();
  }

  /** Resolves when nothing waits. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    await new Promise(resolve => setImmediate(resolve));
    for (const first of this.#waiting) {
      const live = this.#companions(first).flatMap(queue => this.#take(queue));
      if (live.length > 0) await this.#deliver(first.topic, live);
    }
    this.#running = undefined;
  }

  /** Waiting partitions that one request can carry: of one topic, led by one broker, so that they fail together or not at all. */
  #companions(first: PartitionQueue): readonly PartitionQueue[] {
    const { partitions } = this.#dependencies;
    const leader = partitions.leaderOf(first.topic, first.partition);
    return [...this.#waiting].filter(
      ({ topic, partition }) => topic === first.topic && partitions.leaderOf(topic, partition) === leader,
    );
  }

  /** The queue's next batch; what nobody waits for any more is dropped. */
  #take(queue: PartitionQueue): readonly PendingRecord[] {
    this.#waiting.delete(queue);
    const { live, expired } = queue.take();
    // Added again at the end, behind the others: the loop meets it in its turn.
    if (!queue.isEmpty) this.#waiting.add(queue);
    this.#dependencies.onDone(expired);
    return live;
  }

  /** Repeats the same batches until the broker has them, refuses them, or nobody waits for them any more. Never throws. */
  async #deliver(topic: string, records: readonly PendingRecord[]): Promise<void> {
    const { channel, log } = this.#dependencies;
    let left = records;
    for (let backoffMs = FIRST_BACKOFF_MS; ; backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS)) {
      const failure = await this.#attempt(topic, left);
      if (failure === undefined) return;
      const { error } = failure;
      left = failure.left;
      const facts = { topic, records: left.length, code: error.code, problem: error.message };
      if (!(error instanceof TransientError) || isExpired(left)) {
        await channel.abandon();
        this.#dependencies.onDone(left);
        fail(left, error);
        log.warn('Producing failed; the requests were refused.', facts);
        return;
      }
      log.debug('Producing failed; trying again.', facts);
      await sleep(backoffMs * (0.5 + Math.random() / 2));
      await this.#dependencies.partitions.refresh().catch(() => undefined);
    }
  }

  #settle(records: readonly PendingRecord[]): void {
    this.#dependencies.onDone(records);
    acknowledge(records);
  }

  /** What is left to send afterwards, and why; undefined where all is written. */
  async #attempt(topic: string, records: readonly PendingRecord[]): Promise<Failure | undefined> {
    const { channel } = this.#dependencies;
    try {
      const written = await channel.send(
        topic,
        records.map(record => record.message),
      );
      const isWritten = ({ message }: PendingRecord): boolean => written.has(message.partition);
      if (records.every(isWritten)) {
        this.#settle(records);
        return undefined;
      }
      this.#settle(records.filter(isWritten));
      return { left: records.filter(record => !isWritten(record)), error: leaderMoved(topic) };
    } catch (thrown) {
      if (!breaksSequence(thrown)) return { left: records, error: translateKafkaError(thrown) };
      await channel.abandon();
      return {
        left: records,
        error: new TransientError('broker-unavailable', 'the producer id is void', { cause: thrown }),
      };
    }
  }
}

type Failure = { readonly left: readonly PendingRecord[]; readonly error: MillraceError };

function leaderMoved(topic: string): TransientError {
  return new TransientError('broker-unavailable', `a partition of ${topic} had no leader to write to`);
}

function isExpired(records: readonly PendingRecord[]): boolean {
  return records.every(({ request }) => request.isSettled);
}
