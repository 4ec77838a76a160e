import { TransientError } from '@millrace/errors';
import type { ProducerRecord } from '@millrace/kafka';

import { spooledBytes } from '../frame.ts';
import type { Spool, SpooledBatch } from '../spool.ts';

type Records = readonly ProducerRecord[];

/** A spool whose disk syncs when it is told to. */
export type MemorySpool = Spool & {
  /** What waits gets to the disk, or fails. */
  readonly sync: (isWell: boolean) => void;
  /** The spool as another process finds it: `tail` calls that were not acknowledged got to the disk, and the position may be an old one. */
  readonly crash: (how: { readonly isThrownBack: boolean; readonly tail: number }) => MemorySpool;
};

/** Calls that one read gives together. */
const CALLS_A_READ = 2;

/** A spool that has these calls on its disk. */
export function createMemorySpool(kept: readonly Records[]): MemorySpool {
  let onDisk = [...kept];
  let lastReleased: readonly Records[] = [];
  let waiting: { readonly records: Records; readonly settle: (error?: Error) => void }[] = [];
  let writing = Promise.withResolvers<undefined>();

  return {
    append: records =>
      new Promise((resolve, reject) => {
        waiting.push({ records, settle: error => (error === undefined ? resolve() : reject(error)) });
      }),
    read(): Promise<SpooledBatch | undefined> {
      const calls = onDisk.slice(0, CALLS_A_READ);
      const release = (): Promise<void> => {
        lastReleased = calls;
        onDisk = onDisk.slice(calls.length);
        return Promise.resolve();
      };
      return Promise.resolve(calls.length === 0 ? undefined : { records: calls.flat(), release });
    },
    async written() {
      while (waiting.length > 0) await writing.promise;
    },
    get backlogBytes(): number {
      return [...onDisk, ...waiting.map(({ records }) => records)].reduce(
        (total, records) => total + spooledBytes(records),
        0,
      );
    },
    sync(isWell): void {
      const group = waiting;
      waiting = [];
      if (isWell) onDisk.push(...group.map(({ records }) => records));
      for (const { settle } of group) settle(isWell ? undefined : new TransientError('spool-full', 'full'));
      writing.resolve(undefined);
      writing = Promise.withResolvers();
    },
    crash({ isThrownBack, tail }): MemorySpool {
      const unsynced = waiting.slice(0, tail).map(({ records }) => records);
      return createMemorySpool([...(isThrownBack ? lastReleased : []), ...onDisk, ...unsynced]);
    },
  };
}
