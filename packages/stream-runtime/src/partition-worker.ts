import { classifyError, FencedError, TransientError, type MillraceError } from '@millrace/errors';
import type { GroupReader, StoredBatch } from '@millrace/kafka';
import type { Logger } from '@millrace/telemetry';

import { createBatchQueue } from './batch-queue.ts';
import { createBell } from './bell.ts';
import type { FailureEpisode } from './failure-episode.ts';
import type { Membership } from './membership.ts';
import type { PartitionProcessor } from './partition-processor.ts';

/** What a worker works with. */
export type WorkerDeps = {
  readonly topic: string;
  readonly partition: number;
  /** Resolves when an earlier worker of the partition is done. */
  readonly after: Promise<void>;
  /** A processor for one ownership; the signal aborts when it ends. */
  readonly createProcessor: (signal: AbortSignal) => PartitionProcessor;
  /** Background work of one ownership; resolves after the signal aborts. */
  readonly background: (processor: PartitionProcessor, signal: AbortSignal) => Promise<void>;
  readonly reader: Pick<GroupReader, 'pause' | 'resume' | 'seek'>;
  readonly membership: Membership;
  readonly episode: FailureEpisode;
  /** Whether to take records now. */
  readonly isIntakeOpen: (timers: number) => boolean;
  readonly offsetCommitMs: number;
  readonly now: () => number;
  readonly log: Logger;
};

/** The loop of one assigned partition: takes it over, processes what is fetched and what is due, until it is revoked. */
export type PartitionWorker = {
  /** Takes fetched records; resolves when more may be fetched. */
  offer(batch: StoredBatch): Promise<void>;
  /** The group has given the partition to this process again: reading goes on where it stood. */
  keep(): void;
  /** Nothing new is begun until `keep` or `stop`. */
  hold(): void;
  /** Finishes the batch in hand, unless `signal` aborts first, and gives the partition up. Resolves when nothing runs any more. */
  stop(signal: AbortSignal): Promise<void>;
  /** Working, stopped for good by too many failed steps, or on the way there. */
  status(): 'starting' | 'running' | 'halted';
  /** Records known to be in the partition and not yet read. */
  lag(): number;
};

/** Batches that may wait; with those being processed, the bound of a partition's memory. */
const MOST_WAITING = 2;
/** How long fetching for all partitions waits for a slow one before it goes on without it. */
const STALL_MS = 100;
const INTAKE_CHECK_MS = 250;

/** Starts to work on a partition. */
export function startPartitionWorker(deps: WorkerDeps): PartitionWorker {
  const { topic, partition, reader, episode, now, log } = deps;
  const queue = createBatchQueue();
  const bell = createBell();
  const room = createBell();
  const stopping = new AbortController();
  let ownership = new AbortController();
  let status: ReturnType<PartitionWorker['status']> = 'starting';
  let isHeld = false;
  let isPaused = true;
  let readPosition = 0n;
  let position = 0n;
  let endOffset = 0n;

  const isStopping = (): boolean => stopping.signal.aborted;
  const pause = (): void => {
    isPaused = true;
    reader.pause(partition);
  };
  const resume = (): void => {
    isPaused = false;
    reader.resume(partition);
  };

  /** Tries until it succeeds. Only what the processor can repeat by itself is repeated. */
  const persist = async <R>(processor: PartitionProcessor, work: () => Promise<R>): Promise<R> => {
    for (;;) {
      try {
        const result = await work();
        episode.succeeded();
        return result;
      } catch (thrown) {
        const error = classifyError(thrown);
        if (!(error instanceof TransientError) || processor.isBroken() || stopping.signal.aborted)
          throw thrown;
        await pauseFor(episode.failed(error));
      }
    }
  };
  const pauseFor = async (ms: number): Promise<void> => {
    const until = now() + ms;
    while (!stopping.signal.aborted && now() < until) await bell.wait(until - now());
  };

  const takeHead = async (processor: PartitionProcessor): Promise<void> => {
    const head = queue.head();
    if (head === undefined) return;
    const taken = await persist(processor, () =>
      processor.take(head.records, head.nextOffset, episode.attempts()),
    );
    position = head.records[taken]?.offset ?? head.nextOffset;
    queue.drop(taken);
    if (queue.length() >= MOST_WAITING) return;
    room.ring();
    if (isPaused) resume();
  };

  /** How long nothing will have to be done; undefined while only new records can change that. */
  const idleMs = (processor: PartitionProcessor, isClosed: boolean): number | undefined => {
    const timer = processor.nextTimerAt();
    const offset = processor.offsetWaitsSince();
    const times = [
      timer,
      offset === undefined ? undefined : offset + deps.offsetCommitMs,
      isClosed ? now() + INTAKE_CHECK_MS : undefined,
    ].filter(time => time !== undefined);
    return times.length === 0 ? undefined : Math.max(0, Math.min(...times) - now());
  };

  const idle = async (processor: PartitionProcessor, isClosed: boolean): Promise<void> => {
    const waitingSince = processor.offsetWaitsSince();
    if (waitingSince !== undefined && now() >= waitingSince + deps.offsetCommitMs) {
      await processor.commitOffset();
    }
    // A commit or apply that fails must be noticed although nothing follows it.
    processor.settle().then(
      () => processor.isStoreLost() && bell.ring(),
      () => bell.ring(),
    );
    await bell.wait(idleMs(processor, isClosed));
  };

  const work = async (processor: PartitionProcessor): Promise<void> => {
    while (!stopping.signal.aborted) {
      // Throws what broke it.
      if (processor.isBroken()) await processor.settle();
      if (processor.isStoreLost()) await persist(processor, () => processor.repair());
      if (isHeld) {
        await bell.wait(undefined);
        continue;
      }
      const timerAt = processor.nextTimerAt();
      if (timerAt !== undefined && timerAt <= now()) {
        await persist(processor, () => processor.fireTimers(episode.attempts()));
        // In turns with records: timers whose questions take long must not keep them from being read.
        if (queue.length() === 0) continue;
      }
      const isClosed = queue.length() > 0 && !deps.isIntakeOpen(processor.timerCount());
      if (queue.length() > 0 && !isClosed) await takeHead(processor);
      else await idle(processor, isClosed);
    }
    await processor.commitOffset();
    await processor.settle();
  };

  /** One ownership, from takeover to loss. */
  const own = async (): Promise<void> => {
    ownership = new AbortController();
    const { signal } = ownership;
    const processor = deps.createProcessor(signal);
    let background: Promise<void> | undefined;
    try {
      position = readPosition = await processor.acquire();
      episode.succeeded();
      status = 'running';
      background = deps.background(processor, signal);
      background.catch((error: unknown) =>
        log.error('Background work of a partition failed.', { topic, partition, error }),
      );
      log.info('Partition taken over.', { topic, partition, offset: position.toString() });
      reader.seek(partition, position);
      resume();
      await work(processor);
    } finally {
      status = 'starting';
      queue.clear();
      room.ring();
      ownership.abort(new FencedError('partition-lost', `partition ${topic}-${partition} was given up`));
      await background?.catch(() => undefined);
      await processor.close().catch(() => undefined);
    }
  };

  const afterLoss = async (error: MillraceError): Promise<void> => {
    pause();
    if (error instanceof FencedError) {
      log.info('Partition lost to another owner.', { topic, partition });
      await deps.membership.confirmed(stopping.signal);
      return;
    }
    if (error.code === 'intake-stopped') {
      status = 'halted';
      log.error('Partition halted; a person must act.', { topic, partition, code: error.code, error });
      return;
    }
    // A partition crashes alone: all it had in memory is gone, and it starts as after a restart of the process.
    if (!(error instanceof TransientError)) {
      log.error('Partition failed and is taken over anew.', { topic, partition, code: error.code, error });
    }
    await pauseFor(episode.failed(error));
  };

  const run = async (): Promise<void> => {
    pause();
    await deps.after;
    while (!stopping.signal.aborted && status !== 'halted') {
      status = 'starting';
      try {
        await own();
      } catch (thrown) {
        const error = classifyError(thrown);
        if (!isStopping()) await afterLoss(error);
      }
    }
  };
  const running = run();

  return {
    async offer(batch) {
      if (stopping.signal.aborted || status !== 'running') return;
      // Before a seek took effect the client may have fetched once more.
      if (batch.nextOffset <= readPosition) return;
      readPosition = batch.nextOffset;
      endOffset = batch.endOffset;
      queue.push(batch);
      bell.ring();
      const until = now() + STALL_MS;
      while (queue.length() >= MOST_WAITING && now() < until) await room.wait(until - now());
      if (queue.length() >= MOST_WAITING) pause();
    },
    keep() {
      isHeld = false;
      if (status === 'running') {
        reader.seek(partition, readPosition);
        if (isPaused) pause();
      } else pause();
      bell.ring();
    },
    hold() {
      isHeld = true;
    },
    async stop(signal) {
      isHeld = false;
      stopping.abort();
      bell.ring();
      const giveUp = () => ownership.abort(new FencedError('partition-lost', 'the stop took too long'));
      if (signal.aborted) giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
      await Promise.race([
        running,
        new Promise(resolve => signal.addEventListener('abort', resolve, { once: true })),
      ]);
    },
    status: () => status,
    lag: () => Number(endOffset > position ? endOffset - position : 0n),
  };
}
