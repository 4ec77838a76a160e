import { BugError, FencedError } from '@millrace/errors';

import { translateKafkaError } from '../translate-error.ts';

/** A record as it was read. */
export type GroupRecord = {
  readonly offset: number;
  readonly key: Buffer | null;
  /** Null for a tombstone. */
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;
  /** The record's own timestamp, epoch milliseconds. */
  readonly timestamp: number;
};

/** Where a group stands in a partition: the next record to read, and a note of the group's own (at most 4 KiB). */
export type Committed = { readonly offset: number; readonly note: string };

/** A partition while this process holds it. */
export type PartitionClaim = {
  readonly topic: string;
  readonly partition: number;
  /** Where the group stood when the partition was given to this process. An offset never committed reads as the start of the log. */
  readonly committed: Committed;
  /** Aborts, with a FencedError, when the partition is given up. */
  readonly signal: AbortSignal;
  /** Commits a position. Kafka takes it from the holder only: throws FencedError from everyone else, TransientError where Kafka is away. */
  commit(position: Committed): Promise<void>;
};

/** What reads a claimed partition. */
export type PartitionReader = {
  /**
   * Takes the next records, in order and without a gap; may take its time, and the next ones wait for it. May be given
   * records twice after it threw. Reading goes on at `next`: behind the last record and the markers that follow it.
   */
  accept(records: readonly GroupRecord[], next: number): Promise<void>;
  /** Ends in peace: finishes what is in hand and commits it. Not called when the partition was lost. */
  finish(): Promise<void>;
};

/** kafkajs' commit with the group generation of the moment it is called. */
type CommitNow = (offsets: {
  topics: { topic: string; partitions: { partition: number; offset: string; metadata: string }[] }[];
}) => Promise<void>;

/** A claim with what the consumer steers it by. */
export type HeldClaim = {
  readonly claim: PartitionClaim;
  readonly isHeld: () => boolean;
  /** Next offset to hand to the reader. */
  position: number;
  /** Last seen end of the partition, for lag. */
  end: number;
  commitNow: CommitNow | undefined;
  giveUp(): void;
};

/** Makes a claim; it is held until `giveUp`. */
export function createClaim(topic: string, partition: number, committed: Committed): HeldClaim {
  const lost = new AbortController();
  const held: HeldClaim = {
    claim: {
      topic,
      partition,
      committed,
      signal: lost.signal,
      async commit({ offset, note }) {
        lost.signal.throwIfAborted();
        if (held.commitNow === undefined) {
          throw new BugError(
            'unexpected-error',
            `committing ${topic}:${partition} failed: nothing was read yet`,
          );
        }
        try {
          // No await between the check above and this call: kafkajs takes the generation at the call, so a claim given up
          // before it can never commit in the name of the next generation.
          await held.commitNow({
            topics: [{ topic, partitions: [{ partition, offset: `${offset}`, metadata: note }] }],
          });
        } catch (thrown) {
          throw translateKafkaError(thrown);
        }
      },
    },
    isHeld: () => !lost.signal.aborted,
    position: committed.offset,
    end: committed.offset,
    commitNow: undefined,
    giveUp() {
      lost.abort(new FencedError('partition-lost', `partition ${topic}:${partition} was given up`));
    },
  };
  return held;
}
