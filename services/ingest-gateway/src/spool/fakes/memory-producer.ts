import { TransientError } from '@millrace/errors';
import type { ProducerRecord } from '@millrace/kafka';

type Request = { outstanding: number; isSettled: boolean; readonly settle: (error?: Error) => void };
type Pending = { readonly record: ProducerRecord; readonly request: Request };
type Batch = { readonly pending: readonly Pending[]; isWritten: boolean };
type Partition = { queue: Pending[]; batch: Batch | undefined };

/** A producer like that of packages/adapters/kafka and its broker, which do one thing at a time when they are told to. */
export type MemoryProducer = {
  readonly send: (records: readonly ProducerRecord[]) => Promise<void>;
  readonly withdraw: () => void;
  /**
   * `take`: a batch of all that waits gets on its way. `write`: the broker has it. `answer`: the producer hears of it.
   * `fail`: the producer hears that it failed, whether or not the broker has it; one that nobody waits for is given up.
   */
  readonly step: (what: 'take' | 'write' | 'answer' | 'fail', partition: number) => void;
  /** The broker writes a batch that was given up; false where there is none. */
  readonly writeLate: () => boolean;
  readonly overload: (is: boolean) => void;
  readonly isIdle: () => boolean;
  /** The producer of the next process, at the same broker. */
  readonly crash: () => MemoryProducer;
};

const PARTITIONS = 2;
const DELIVERY_TIMEOUT_MS = 50;

/** A producer without anything under way. `log` is what the broker has, in its order; `givenUp` what it may still write. */
export function createMemoryProducer(
  clock: { readonly now: () => number },
  log: string[],
  givenUp: Batch[] = [],
): MemoryProducer {
  const requests = new Map<Request, number>();
  const partitions = Array.from({ length: PARTITIONS }, (): Partition => ({ queue: [], batch: undefined }));
  let isOverloaded = false;

  const write = (batch: Batch): void => {
    if (!batch.isWritten) log.push(...batch.pending.map(({ record }) => String(record.value)));
    batch.isWritten = true;
  };
  const giveUp = (partition: Partition, batch: Batch): void => {
    if (!batch.isWritten) givenUp.push(batch);
    partition.batch = undefined;
  };
  const steps = {
    take(partition: Partition): void {
      if (partition.batch !== undefined) return;
      const pending = partition.queue.filter(({ request }) => !request.isSettled);
      partition.queue = [];
      if (pending.length > 0) partition.batch = { pending, isWritten: false };
    },
    write({ batch }: Partition): void {
      if (batch !== undefined) write(batch);
    },
    answer(partition: Partition): void {
      const { batch } = partition;
      if (batch?.isWritten !== true) return;
      partition.batch = undefined;
      for (const { request } of batch.pending) {
        request.outstanding -= 1;
        if (request.outstanding === 0) request.settle();
      }
    },
    fail(partition: Partition): void {
      const { batch } = partition;
      if (batch?.pending.every(({ request }) => request.isSettled) === true) giveUp(partition, batch);
    },
  };
  const rejectOverdue = (): void => {
    for (const [request, since] of requests) {
      if (since + DELIVERY_TIMEOUT_MS <= clock.now())
        request.settle(new TransientError('broker-unavailable', 'too late'));
    }
  };

  return {
    send(records): Promise<void> {
      if (isOverloaded) return Promise.reject(new TransientError('overloaded', 'too much waits'));
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      const request: Request = {
        outstanding: records.length,
        isSettled: false,
        settle(error): void {
          if (request.isSettled) return;
          request.isSettled = true;
          requests.delete(request);
          if (error === undefined) resolve(undefined);
          else reject(error);
        },
      };
      requests.set(request, clock.now());
      for (const record of records)
        partitions[record.key.charCodeAt(0) % PARTITIONS]?.queue.push({ record, request });
      return promise;
    },
    withdraw(): void {
      for (const request of requests.keys())
        request.settle(new TransientError('broker-unavailable', 'withdrawn'));
    },
    step(what, index): void {
      rejectOverdue();
      const partition = partitions[index];
      if (partition !== undefined) steps[what](partition);
    },
    writeLate(): boolean {
      const batch = givenUp.shift();
      if (batch !== undefined) write(batch);
      return batch !== undefined;
    },
    overload(is): void {
      isOverloaded = is;
    },
    isIdle: () => requests.size === 0,
    crash(): MemoryProducer {
      const left = partitions.flatMap(({ batch }) => (batch === undefined || batch.isWritten ? [] : [batch]));
      return createMemoryProducer(clock, log, [...givenUp, ...left]);
    },
  };
}
