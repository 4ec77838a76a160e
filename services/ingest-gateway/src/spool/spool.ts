import type { ProducerRecord } from '@millrace/kafka';

/** The oldest records of a spool, as one read gives them. */
export type SpooledBatch = {
  readonly records: readonly ProducerRecord[];
  /** Forgets them; to be called once they are safe elsewhere. A crash before this is done gives them again. */
  readonly release: () => Promise<void>;
};

/** Records kept on disk until Kafka takes them: first in, first out. */
export type Spool = {
  /**
   * Resolves when the records are on disk, behind those of every earlier call. Rejects with TransientError: `spool-full` where
   * there is no room, `overloaded` where too much waits for the disk.
   */
  readonly append: (records: readonly ProducerRecord[]) => Promise<void>;
  /** The oldest records that are not released; undefined where none are on disk. Waits for nothing but the disk. */
  readonly read: () => Promise<SpooledBatch | undefined>;
  /** Resolves when nothing waits for the disk. */
  readonly written: () => Promise<void>;
  /** Bytes that are not released, whether on disk already or not. */
  readonly backlogBytes: number;
};
