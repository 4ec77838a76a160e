import type { EpochMillis } from '@millrace/domain';

import type { Block, BlockEntry } from './block.ts';

/** When a block is full. */
export type BlockLimits = {
  readonly maxRows: number;
  readonly maxBytes: number;
  /** From its first record; kept by `due`, which somebody has to call. */
  readonly maxAgeMs: number;
};

type Options = {
  readonly topic: string;
  readonly partition: number;
  readonly limits: BlockLimits;
  /** A block that was planned before and comes first, whole and alone. */
  readonly unfinished: { readonly from: number; readonly to: number } | undefined;
};

/** Cuts the records of one partition into blocks. Holds at most one open block. */
export type BlockCutter = {
  /** Adds the next record, and returns the blocks this completes. A record that was added before is passed over. */
  add(entry: BlockEntry, now: EpochMillis): readonly Block[];
  /** The open block, if it is old enough. */
  due(now: EpochMillis): Block | undefined;
  /** When `due` gives the open block; undefined where none is open that time can complete. */
  dueAt(): EpochMillis | undefined;
  /** The open block, whatever its size and age. A planned block stays until it is whole. */
  close(): Block | undefined;
};

type OpenBlock = {
  from: number;
  plannedEnd: number | undefined;
  openedAt: EpochMillis;
  bytes: number;
  entries: BlockEntry[];
};

/** Makes a cutter with no open block. */
export function createBlockCutter({ topic, partition, limits, unfinished }: Options): BlockCutter {
  let open: OpenBlock | undefined;
  let planned = unfinished;
  let lastAdded = -1;

  const openBlock = (entry: BlockEntry, now: EpochMillis): OpenBlock => {
    const plan = planned !== undefined && entry.source.offset <= planned.to ? planned : undefined;
    planned = undefined;
    const from = plan?.from ?? entry.source.offset;
    return { from, plannedEnd: plan?.to, openedAt: now, bytes: 0, entries: [] };
  };

  const closed = ({ from, plannedEnd, entries }: OpenBlock): Block => {
    open = undefined;
    const to = plannedEnd ?? lastAdded;
    const next = Math.max(entries.at(-1)?.next ?? 0, to + 1);
    return { topic, partition, from, to, next, entries, isRepeat: plannedEnd !== undefined };
  };

  const isFull = ({ plannedEnd, entries, bytes }: OpenBlock, offset: number): boolean =>
    plannedEnd === undefined
      ? entries.length >= limits.maxRows || bytes >= limits.maxBytes
      : offset === plannedEnd;

  return {
    add(entry, now) {
      const { offset } = entry.source;
      if (offset <= lastAdded) return [];
      const completed: Block[] = [];
      // The last record of a plan can be gone: compaction keeps only the newest of a key.
      if (open?.plannedEnd !== undefined && offset > open.plannedEnd) completed.push(closed(open));
      open ??= openBlock(entry, now);
      open.entries.push(entry);
      open.bytes += entry.bytes;
      lastAdded = offset;
      if (isFull(open, offset)) completed.push(closed(open));
      return completed;
    },
    due(now) {
      const isDue =
        open !== undefined && open.plannedEnd === undefined && now >= open.openedAt + limits.maxAgeMs;
      return isDue && open !== undefined ? closed(open) : undefined;
    },
    dueAt: () =>
      open?.plannedEnd === undefined && open !== undefined ? open.openedAt + limits.maxAgeMs : undefined,
    close: () => (open?.plannedEnd === undefined && open !== undefined ? closed(open) : undefined),
  };
}
