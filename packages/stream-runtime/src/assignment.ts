import type { PartitionWorker } from './partition-worker.ts';

/** The workers of the partitions this process has been given. */
export type Assignment = {
  /** The group has given out its partitions anew: kept ones go on, lost ones stop, new ones start. */
  assign(partitions: readonly number[]): void;
  /** The group is about to do so: nothing new is begun until then. */
  hold(): void;
  worker(partition: number): PartitionWorker | undefined;
  workers(): ReadonlyMap<number, PartitionWorker>;
  /** Whether the group has given out anything yet, be it nothing. */
  isJoined(): boolean;
  /** Stops all; the batches in hand are finished unless `signal` aborts first. */
  stop(signal: AbortSignal): Promise<void>;
};

/** No partitions yet. */
export function createAssignment(deps: {
  /** Starts a worker once `after` has resolved: an earlier worker of the partition is still finishing. */
  readonly start: (partition: number, after: Promise<void>) => PartitionWorker;
  readonly stopTimeoutMs: number;
}): Assignment {
  const workers = new Map<number, PartitionWorker>();
  const stopping = new Map<number, Promise<void>>();
  let isJoined = false;

  const stop = (partition: number, worker: PartitionWorker, signal: AbortSignal): Promise<void> => {
    workers.delete(partition);
    const stopped = worker.stop(signal);
    stopping.set(partition, stopped);
    return stopped;
  };

  return {
    assign(partitions) {
      isJoined = true;
      for (const [partition, worker] of [...workers]) {
        if (partitions.includes(partition)) worker.keep();
        // The new owner fences what is not finished by then.
        else void stop(partition, worker, AbortSignal.timeout(deps.stopTimeoutMs));
      }
      for (const partition of partitions) {
        if (workers.has(partition)) continue;
        workers.set(partition, deps.start(partition, stopping.get(partition) ?? Promise.resolve()));
      }
    },
    hold() {
      for (const worker of workers.values()) worker.hold();
    },
    worker: partition => workers.get(partition),
    workers: () => workers,
    isJoined: () => isJoined,
    async stop(signal) {
      const stopped = [...workers].map(([partition, worker]) => stop(partition, worker, signal));
      await Promise.all([...stopped, ...stopping.values()]);
    },
  };
}
