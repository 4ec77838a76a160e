import type { MillraceError } from '@millrace/errors';

import type { ArchiveRow, Position } from '../rows/archive-table.ts';

/** A record as it was read; kept for its dead letter until its block is done. */
export type SourceRecord = {
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;
};

/** A record and what became of it: a row, or the reason why it has none. A tombstone has neither. */
export type BlockEntry = {
  readonly source: SourceRecord;
  /** Offset of the record after it; markers of transactions may lie between. */
  readonly next: number;
  readonly bytes: number;
  readonly row?: ArchiveRow;
  readonly refusal?: MillraceError;
};

/** The records of one partition from one offset to another, to be archived together. The same range always gives the same rows. */
export type Block = {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
  /** Where reading goes on behind it. */
  readonly next: number;
  readonly entries: readonly BlockEntry[];
  /** Whether an earlier holder of the partition planned this block, and may have inserted it. */
  readonly isRepeat: boolean;
};

/** Name of a block, by which ClickHouse drops it when it comes again. */
export function blockToken({ topic, partition, from, to }: Omit<Position, 'offset'> & BlockRange): string {
  return `${topic}:${partition}:${from}-${to}`;
}

type BlockRange = { readonly from: number; readonly to: number };
