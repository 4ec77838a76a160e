import { FencedError } from '@millrace/errors';
import type { Logger } from '@millrace/telemetry';
import type { Batch, Consumer, EachBatchPayload } from 'kafkajs';

import {
  createClaim,
  type GroupRecord,
  type HeldClaim,
  type PartitionClaim,
  type PartitionReader,
} from './partition-claim.ts';
import { fetchPosition, lowWatermark, type GroupAdmin } from './positions.ts';
import { whileBeating } from './while-beating.ts';

type Options = {
  readonly admin: GroupAdmin;
  readonly groupId: string;
  /** Called for each partition this process is given. */
  readonly open: (claim: PartitionClaim) => PartitionReader;
  readonly log: Logger;
  readonly heartbeatMs: number;
};

/** What this process holds of a group, and how records reach its readers. */
export type Member = {
  held(): readonly { readonly topic: string; readonly partition: number; readonly lag: number }[];
  isJoined(): boolean;
  /** A generation begins: this is given to this process. */
  join(assignment: Readonly<Record<string, readonly number[]>>): void;
  /** A generation may be over: everything held is given up. */
  leave(): void;
  /** Hands a batch to the reader of its partition, and waits until it is taken. */
  handle(payload: BatchPayload, seek: Consumer['seek']): Promise<void>;
  /** Passes over offsets with no record to read, now or ever: markers of transactions, aborted or compacted records. */
  passEmpty(batch: EmptyBatch): void;
  /** Readers finish what they hold; what is read from now on is left to the next holder. */
  finish(): Promise<void>;
};

/** What kafkajs hands over with a batch, as far as it is used here. */
export type BatchPayload = Pick<
  EachBatchPayload,
  'batch' | 'heartbeat' | 'pause' | 'resolveOffset' | 'commitOffsetsIfNecessary'
>;

/** A batch without a record for anybody. */
type EmptyBatch = {
  readonly topic: string;
  readonly partition: number;
  /** Null where every record of the batch lies before the offset asked for. */
  readonly firstOffset: string | null;
  readonly lastOffset: string;
};

type Opened = { readonly held: HeldClaim; readonly reader: PartitionReader };

/** Makes a member that holds nothing yet. */
export function createMember({ admin, groupId, open, log, heartbeatMs }: Options): Member {
  const claims = new Map<string, Promise<Opened>>();
  const opened = new Map<string, Opened>();
  let generation = new AbortController();
  let hasJoined = false;
  let isFinishing = false;

  const openClaim = async (topic: string, partition: number, signal: AbortSignal): Promise<Opened> => {
    const committed = await fetchPosition({ admin, groupId, topic, partition, log, signal });
    signal.throwIfAborted();
    const held = createClaim(topic, partition, committed);
    signal.addEventListener('abort', () => held.giveUp(), { once: true });
    const one = { held, reader: open(held.claim) };
    opened.set(keyOf(topic, partition), one);
    return one;
  };

  /**
   * kafkajs may hand over, after a rebalance, a batch that it fetched before it. Only a batch that starts where this claim
   * stands is used; for another the reading goes back to there.
   */
  const startsWhereHeld = async (batch: Batch, held: HeldClaim, seek: Consumer['seek']): Promise<boolean> => {
    const { topic, partition, fetchedOffset } = batch as FetchedBatch;
    const from = Number(fetchedOffset);
    if (from === held.position) return true;
    const low = await lowWatermark(admin, topic, partition);
    held.claim.signal.throwIfAborted();
    if (held.position < low && from >= low) {
      log.error('Records were deleted before they were read.', {
        topic,
        partition,
        from: held.position,
        to: from,
      });
      held.position = from;
      return true;
    }
    seek({ topic, partition, offset: `${held.position}` });
    return false;
  };

  return {
    held: () =>
      [...opened.values()].map(({ held: { claim, position, end } }) => ({
        topic: claim.topic,
        partition: claim.partition,
        lag: Math.max(0, end - position),
      })),
    isJoined: () => hasJoined,

    join(assignment): void {
      generation = new AbortController();
      hasJoined = true;
      for (const [topic, partitions] of Object.entries(assignment)) {
        for (const partition of partitions) {
          const claim = openClaim(topic, partition, generation.signal);
          claim.catch(() => undefined);
          claims.set(keyOf(topic, partition), claim);
        }
      }
    },

    leave(): void {
      hasJoined = false;
      claims.clear();
      opened.clear();
      generation.abort(new FencedError('partition-lost', 'the group gives its partitions out anew'));
    },

    passEmpty({ topic, partition, firstOffset, lastOffset }): void {
      const held = opened.get(keyOf(topic, partition))?.held;
      if (held !== undefined && Number(firstOffset ?? lastOffset) === held.position) {
        held.position = Number(lastOffset) + 1;
      }
    },

    async handle(payload, seek): Promise<void> {
      const { batch } = payload;
      const heartbeat = (): Promise<void> => payload.heartbeat();
      const claim = claims.get(keyOf(batch.topic, batch.partition));
      if (claim === undefined) {
        // A join that failed leaves kafkajs fetching what it was given before, and it asks the group only when it finds nothing.
        await heartbeat();
        return;
      }
      if (isFinishing) {
        payload.pause();
        return;
      }
      try {
        const { held, reader } = await whileBeating(claim, heartbeat, heartbeatMs);
        held.commitNow = offsets => payload.commitOffsetsIfNecessary(offsets);
        if (!(await startsWhereHeld(batch, held, seek))) return;
        held.end = Number(batch.highWatermark);
        await whileBeating(
          reader.accept(batch.messages.map(toRecord), Number(batch.lastOffset()) + 1),
          heartbeat,
          heartbeatMs,
        );
        moveOn(payload, held);
      } catch (error) {
        if (!(error instanceof FencedError)) throw error;
        // The heartbeat tells kafkajs that its generation is over, and it joins again.
        await heartbeat();
      }
    },

    async finish(): Promise<void> {
      isFinishing = true;
      await Promise.all(
        [...opened.values()].map(async ({ held, reader }) => {
          try {
            await reader.finish();
          } catch (error) {
            if (held.isHeld()) throw error;
          }
        }),
      );
    },
  };
}

/** kafkajs keeps where it asked from beside what it declares. */
type FetchedBatch = Batch & { readonly fetchedOffset: string };

function moveOn(payload: BatchPayload, held: HeldClaim): void {
  const { batch } = payload;
  const last = batch.messages.at(-1);
  if (!held.isHeld() || last === undefined) return;
  // Of the last record: kafkajs then passes over the markers behind it too, as `lastOffset` does.
  payload.resolveOffset(last.offset);
  held.position = Number(batch.lastOffset()) + 1;
}

function toRecord({ offset, key, value, headers, timestamp }: Batch['messages'][number]): GroupRecord {
  return { offset: Number(offset), key, value, headers: headers ?? {}, timestamp: Number(timestamp) };
}

function keyOf(topic: string, partition: number): string {
  return `${topic}:${partition}`;
}
