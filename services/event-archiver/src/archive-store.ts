import type { ArchiveRow, ArchiveTable } from './rows/archive-table.ts';

/** Rows of one partition that lie between two offsets. */
type RowRange = {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
};

/** Where rows are kept. Calls reject with InvalidRecordError for rows it can never take, TransientError where it is away. */
export type ArchiveStore = {
  /** Inserts all rows or none. Rows under a token that was used before are dropped, and the insert succeeds. */
  insert(insert: {
    readonly table: ArchiveTable;
    readonly rows: readonly ArchiveRow[];
    readonly token: string;
    readonly signal: AbortSignal;
  }): Promise<void>;
  /** Offsets of the rows that are there. */
  presentOffsets(table: ArchiveTable, range: RowRange, signal: AbortSignal): Promise<ReadonlySet<number>>;
};
